using Xunit;

namespace Pawl.Tests.Retrying;

/// <summary>Lines that real tools print when they fail, and what each means.</summary>
internal static class ToolOutput
{
    public static TheoryData<string, string> Transient => new()
    {
        // Names
        { "curl: (6) Could not resolve host: deb.debian.org", "a name could not be resolved" },
        { "W: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Temporary failure resolving 'deb.debian.org'", "a name could not be resolved" },
        { "ssh: Could not resolve hostname bastion: Temporary failure in name resolution", "a name could not be resolved" },
        { "ping: deb.example.org: Name or service not known", "a name could not be resolved" },
        { "wget: unable to resolve host address 'releases.example.org'", "a name could not be resolved" },
        { "Error: getaddrinfo EAI_AGAIN registry.npmjs.org", "a name could not be resolved" },
        { "dial tcp: lookup registry-1.docker.io on 10.0.0.2:53: no such host", "a name could not be resolved" },
        { "dial tcp: lookup ec2.us-east-1.amazonaws.com: server misbehaving", "a name could not be resolved" },
        { "socket.gaierror: [Errno -2] Name or service not known", "a name could not be resolved" },

        // Connections
        { "curl: (7) Failed to connect to 10.0.0.5 port 443 after 0 ms: Connection refused", "a connection failed" },
        { "curl: (56) OpenSSL SSL_read: Connection reset by peer, errno 104", "a connection failed" },
        { "ssh: connect to host 10.0.0.5 port 22: No route to host", "a connection failed" },
        { "kex_exchange_identification: read: Connection reset by peer", "a connection failed" },
        { "client_loop: send disconnect: Broken pipe", "a connection failed" },
        { "dial tcp 10.1.2.3:443: connect: network is unreachable", "a connection failed" },
        { "npm ERR! network request to https://registry.npmjs.org/x failed, reason: connect ECONNREFUSED 10.0.0.1:443", "a connection failed" },
        { "E: Could not connect to deb.debian.org:80 (151.101.2.132). - connect (111: Connection refused)", "a connection failed" },
        { "botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: \"https://ec2.eu-west-1.amazonaws.com/\"", "a connection failed" },
        { "rsync error: error in rsync protocol data stream (code 12) at io.c(228) [sender=3.2.7]", "a connection failed" },
        { "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...)': /simple/requests/", "a connection failed" },

        // Timeouts
        { "net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)", "the network timed out" },
        { "dial tcp 52.1.2.3:443: i/o timeout", "the network timed out" },
        { "Error: rpc error: code = DeadlineExceeded desc = context deadline exceeded", "the network timed out" },
        { "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='x', port=443): Read timed out. (read timeout=15)", "the network timed out" },
        { "FATAL ERROR: Connection timed out", "the network timed out" },
        { "npm ERR! code ETIMEDOUT", "the network timed out" },
        { "urllib.error.URLError: <urlopen error [Errno 110] The read operation timed out>", "the network timed out" },

        // Transfers
        { "http.client.RemoteDisconnected: Remote end closed connection without response", "a transfer broke off" },
        { "fatal: the remote end hung up unexpectedly", "a transfer broke off" },
        { "fatal: early EOF", "a transfer broke off" },
        { "error pulling image configuration: download failed after attempts=6: unexpected EOF", "a transfer broke off" },
        { "requests.exceptions.ChunkedEncodingError: ('Connection broken: IncompleteRead(0 bytes read)')", "a transfer broke off" },

        // TLS
        { "net/http: TLS handshake timeout", "a TLS handshake failed" },
        { "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to github.com:443", "a TLS handshake failed" },
        { "error: gnutls_handshake() failed: The TLS connection was non-properly terminated.", "a TLS handshake failed" },

        // Servers
        { "curl: (22) The requested URL returned error: 503", "a server had an error" },
        { "E: Failed to fetch http://deb.example.org/x.deb  503  Service Unavailable [IP: 10.0.0.1 80]", "a server had an error" },
        { "<html><head><title>502 Bad Gateway</title></head>", "a server had an error" },
        { "received unexpected HTTP status: 500 Internal Server Error", "a server had an error" },
        { "urllib.error.HTTPError: HTTP Error 504: Gateway Time-out", "a server had an error" },
        { "An error occurred (InternalError) when calling the RunInstances operation (reached max retries: 4): An internal error has occurred", "a server had an error" },

        // Machines
        { "==> amazon-ebs.debian: Timeout waiting for SSH.", "a machine could not be reached" },
        { "fatal: [10.0.0.7]: UNREACHABLE! => {\"changed\": false, \"msg\": \"Failed\", \"unreachable\": true}", "a machine could not be reached" },
        { "10.0.0.7 : ok=2    changed=0    unreachable=1    failed=0    skipped=0", "a machine could not be reached" },

        // Rates
        { "An error occurred (RequestLimitExceeded) when calling the DescribeInstances operation: Request limit exceeded.", "a service limits the rate of requests" },
        { "An error occurred (Throttling) when calling the CreateStack operation: Rate exceeded", "a service limits the rate of requests" },
        { "ThrottlingException: Rate exceeded", "a service limits the rate of requests" },
        { "googleapi: Error 403: Rate Limit Exceeded, rateLimitExceeded", "a service limits the rate of requests" },
        { "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'compute.googleapis.com'", "a service limits the rate of requests" },
        { "Code=\"TooManyRequests\" Message=\"The request is being throttled.\"", "a service limits the rate of requests" },
        { "Code=\"SubscriptionRequestsThrottled\" Message=\"Number of requests for subscription exceeded the limit\"", "a service limits the rate of requests" },
        { "toomanyrequests: You have reached your pull rate limit.", "a service limits the rate of requests" },
        { "An error occurred (SlowDown) when calling the PutObject operation: Please reduce your request rate.", "a service limits the rate of requests" },
        { "HTTP 403: API rate limit exceeded for 192.0.2.1", "a service limits the rate of requests" },
        { "ERROR: HTTP Error 429: Too Many Requests", "a service limits the rate of requests" },

        // Credentials
        { "An error occurred (ExpiredToken) when calling the PutObject operation: The provided token has expired.", "temporary credentials ran out" },
        { "An error occurred (ExpiredTokenException) when calling the GetCallerIdentity operation: The security token included in the request is expired", "temporary credentials ran out" },
        { "An error occurred (RequestExpired) when calling the DescribeImages operation: Request has expired.", "temporary credentials ran out" },
        { "Code=\"ExpiredAuthenticationToken\" Message=\"The access token expiry UTC time is earlier than current UTC time\"", "temporary credentials ran out" },
        { "failed to refresh cached credentials, no EC2 IMDS role found", "temporary credentials ran out" },

        // Capacity
        { "InsufficientInstanceCapacity: We currently do not have sufficient m5.large capacity in the Availability Zone you requested", "a cloud has no capacity at the moment" },
        { "Code=\"ZonalAllocationFailed\" Message=\"Allocation failed.\"", "a cloud has no capacity at the moment" },
        { "Code=\"SkuNotAvailable\" Message=\"The requested VM size is currently not available in location 'westeurope'.\"", "a cloud has no capacity at the moment" },
        { "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS", "a cloud has no capacity at the moment" },
        { "The zone 'projects/p/zones/z' does not have enough resources available to fulfill the request.", "a cloud has no capacity at the moment" },
        { "Code=\"AnotherOperationInProgress\" Message=\"Another operation on this or dependent resource is in progress.\"", "another operation is in progress" },

        // Locks, mirrors, memory
        { "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1234 (unattended-upgr)", "a package manager's lock is held" },
        { "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?", "a package manager's lock is held" },
        { "dpkg: error: dpkg frontend lock was locked by another process with pid 4242", "a package manager's lock is held" },
        { "error: can't create transaction lock on /var/lib/rpm/.rpm.lock (Resource temporarily unavailable)", "a package manager's lock is held" },
        { "Another app is currently holding the yum lock; waiting for it to exit...", "a package manager's lock is held" },
        { "E: Failed to fetch http://deb.debian.org/debian/pool/main/c/curl/curl_7.88.deb  Hash Sum mismatch", "a package mirror failed or is being updated" },
        { "   File has unexpected size (123 != 456). Mirror sync in progress? [IP: 10.0.0.1 80]", "a package mirror failed or is being updated" },
        { "Error: Failed to download metadata for repo 'appstream': Cannot prepare internal mirrorlist", "a package mirror failed or is being updated" },
        { "E: Some index files failed to download. They have been ignored, or old ones used instead.", "a package mirror failed or is being updated" },
        { "[Errno 12] Cannot allocate memory", "the machine is short of something for now" },
        { "bash: fork: retry: Resource temporarily unavailable", "the machine is short of something for now" },
        { "Killed", "the machine is short of something for now" },
    };

    public static TheoryData<string, string> Persistent => new()
    {
        // Quotas
        { "VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 32 allows", "a quota or limit is reached" },
        { "An error occurred (InstanceLimitExceeded) when calling the RunInstances operation: You have requested more instances", "a quota or limit is reached" },
        { "Code=\"QuotaExceeded\" Message=\"Operation could not be completed as it results in exceeding approved Total Regional Cores quota.\"", "a quota or limit is reached" },
        { "googleapi: Error 403: Quota 'CPUS' exceeded.  Limit: 24.0 in region us-central1., quotaExceeded", "a quota or limit is reached" },
        { "tar: rootfs.tar: Wrote only 4096 of 10240 bytes: No space left on device", "a quota or limit is reached" },

        // Access
        { "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied", "access is denied" },
        { "An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation.", "access is denied" },
        { "Code=\"AuthorizationFailed\" Message=\"The client does not have authorization to perform action\"", "access is denied" },
        { "googleapi: Error 403: Required 'compute.images.create' permission for 'projects/p/global/images/i', forbidden", "access is denied" },
        { "Code=\"RequestDisallowedByPolicy\" Message=\"Resource was disallowed by policy.\"", "access is denied" },
        { "curl: (22) The requested URL returned error: 403", "access is denied" },
        { "git@github.com: Permission denied (publickey).", "access is denied" },
        { "Error response from daemon: pull access denied for x, repository does not exist or may require 'docker login'", "access is denied" },
        { "An error occurred (AuthFailure) when calling the DescribeInstances operation: AWS was not able to validate the provided access credentials", "there are no valid credentials" },
        { "Unable to locate credentials. You can configure credentials by running \"aws configure\".", "there are no valid credentials" },
        { "ERROR: Please run 'az login' to setup account.", "there are no valid credentials" },
        { "sudo: a password is required", "there are no valid credentials" },
        { "curl: (60) SSL certificate problem: unable to get local issuer certificate", "a certificate or key is not trusted" },
        { "x509: certificate signed by unknown authority", "a certificate or key is not trusted" },
        { "Host key verification failed.", "a certificate or key is not trusted" },
        { "E: The repository 'http://deb.example.org bookworm InRelease' is not signed.", "a certificate or key is not trusted" },
        { "mkdir: cannot create directory '/var/lib/x': Permission denied", "permission denied" },
        { "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied), are you root?", "permission denied" },
        { "PermissionError: [Errno 13] Permission denied: '/etc/x'", "permission denied" },

        // Missing
        { "E: Unable to locate package nginxx", "a package does not exist" },
        { "E: Package 'php5' has no installation candidate", "a package does not exist" },
        { "E: Version '1.2.3' for 'curl' was not found", "a package does not exist" },
        { "No match for argument: nginxx", "a package does not exist" },
        { "ERROR: No matching distribution found for requestss==9.9", "a package does not exist" },
        { "npm ERR! code E404", "a package does not exist" },
        { "An error occurred (InvalidAMIID.NotFound) when calling the RunInstances operation: The image id '[ami-0]' does not exist", "an image or cloud resource does not exist" },
        { "==> amazon-ebs.debian: No AMI was found matching filters: {", "an image or cloud resource does not exist" },
        { "An error occurred (NoSuchBucket) when calling the PutObject operation: The specified bucket does not exist", "an image or cloud resource does not exist" },
        { "Code=\"PlatformImageNotFound\" Message=\"The platform image 'x' is not available.\"", "an image or cloud resource does not exist" },
        { "manifest for debian:nope not found: manifest unknown: manifest unknown", "an image or cloud resource does not exist" },
        { "googleapi: Error 404: The resource 'projects/debian-cloud/global/images/x' was not found, notFound", "an image or cloud resource does not exist" },
        { "ModuleNotFoundError: No module named 'boto3'", "a module is missing" },
        { "ERROR! couldn't resolve module/action 'community.general.x'. This often indicates a misspelling", "a module is missing" },
        { "bash: line 3: packer: command not found", "a command is missing" },
        { "/bin/sh: 1: packer: not found", "a command is missing" },
        { "exec: \"qemu-img\": executable file not found in $PATH", "a command is missing" },
        { "cat: /etc/none: No such file or directory", "a file is missing" },
        { "Could not find or access 'files/motd' on the Ansible Controller.", "a file is missing" },

        // Code
        { "/bin/sh: 3: Syntax error: \"fi\" unexpected", "a shell script is wrong" },
        { "build.sh: line 7: syntax error near unexpected token `)'", "a shell script is wrong" },
        { "build.sh: line 9: unexpected EOF while looking for matching `\"'", "a shell script is wrong" },
        { "build.sh: line 2: VERSION: unbound variable", "a shell script is wrong" },
        { "/bin/sh: 1: VERSION: parameter not set", "a shell script is wrong" },
        { "NameError: name 'foo' is not defined", "a Python program is wrong" },
        { "IndentationError: unexpected indent", "a Python program is wrong" },
        { "yaml: line 4: mapping values are not allowed in this context", "a YAML file is wrong" },
        { "ERROR! Syntax Error while loading YAML.", "a YAML file is wrong" },
        { "ERROR! 'taks' is not a valid attribute for a Play", "a playbook is wrong" },
        { "fatal: [h]: FAILED! => {\"msg\": \"The task includes an option with an undefined variable. The error was: 'x' is undefined\"}", "a playbook is wrong" },
        { "fatal: [h]: FAILED! => {\"changed\": false, \"msg\": \"Unsupported parameters for (apt) module: nam\"}", "a playbook is wrong" },
        { "Failed to parse template: Error parsing JSON: invalid character '}' looking for beginning of object key string", "a Packer or Terraform file is wrong" },
        { "Error: Unsupported argument", "a Packer or Terraform file is wrong" },
        { "* unknown configuration key: \"regionn\"", "a Packer or Terraform file is wrong" },
        { "An error occurred (InvalidParameterValue) when calling the RunInstances operation: Invalid value 'm5.huge' for InstanceType.", "a cloud refuses the parameters" },
        { "Parameter validation failed:", "a cloud refuses the parameters" },
        { "Code=\"InvalidTemplate\" Message=\"Deployment template validation failed\"", "a cloud refuses the parameters" },
        { "tar: unrecognized option '--fooo'", "a command is used wrongly" },
        { "mkosi: error: the following arguments are required: verb", "a command is used wrongly" },
    };

    /// <summary>Lines of logs in which nothing failed, or not for the reason that their words suggest.</summary>
    public static TheoryData<string> Harmless => new()
    {
        "Setting the connection timeout to 30 seconds",
        "timeout: 30s, retries: 3",
        "read_timeout = 60",
        "ConnectTimeout=10",
        "request timeout set to 5s",
        "rate limit: 100 requests per second",
        "10.0.0.7 : ok=12   changed=3    unreachable=0    failed=0    skipped=2",
        "sudo: unable to resolve host builder: Name or service not known",
        "Checked 503 services, 0 unavailable",
        "Downloaded 502 packages",
        "Setting up libcurl4:amd64 (7.88.1-10) ...",
        "Unpacking certificates ... done",
        "+ grep -q 'Permission denied' build.log",
        "++ test -e /etc/none || echo ': No such file or directory'",
        "ok 12 - logs 'Permission denied' when the key is wrong",
        "ok: [host] => {\"msg\": \"cat: /x: No such file or directory\"}",
        "changed: [host] => {\"stderr\": \"mkdir: x: Permission denied\"}",
        "W: GPG error: http://deb.example.org bookworm InRelease: NO_PUBKEY 0E98404D386FA1D9",
        "[WARNING]: Could not match supplied host pattern, ignoring: web, 'x' is undefined",
        "2026-01-02 03:04:05 WARN  disk: No space left on device would follow at 100 %",
        "2026-01-02T03:04:05Z INFO AccessDenied responses: 0",
        "warning: unrecognized option '--foo' has no effect here",
        "test_quota_exceeded (tests.QuotaTests): QuotaExceeded raised ... ok: QuotaExceeded PASSED",
        "Checking that the command is not found: fine",
        "the file was not found in the cache, building it",
        "Killed 3 stale processes",
        "# if this fails with: unexpected EOF while looking for a quote",
        "0 syntax errors found",
        "syntax check passed",
        "Creating network interface, insufficient data for alarm",
        "quota: 10 of 32 vCPUs used",
        "Throttle set to 4 parallel jobs",
        "tokens expire in 3600 seconds",
    };
}
