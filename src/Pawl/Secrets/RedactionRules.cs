using System.Buffers;
using System.Collections.Immutable;

namespace Pawl.Secrets;

/// <summary>All shapes of secrets that are known. A new one is an entry here and a line in the tests' corpus.</summary>
internal static partial class RedactionRules
{
    private static readonly SearchValues<char> UpperAlphanumeric = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> Alphanumeric = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Url = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly SearchValues<char> Dotted = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");
    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=%_-");

    /// <summary>Tokens known by how they begin.</summary>
    public static ImmutableArray<RedactionRule> Tokens { get; } =
    [
        new TokenRule("aws-access-key-id", "Names an AWS key, and stands beside its secret.", ["AKIA", "ASIA", "ABIA", "ACCA"], UpperAlphanumeric, 16, 16),
        new TokenRule("aws-session-token", "Temporary AWS credentials of STS.", ["IQoJb3JpZ2lu", "FwoGZXIvYXdz", "FQoGZXIvYXdz"], Base64, 40),
        new TokenRule("google-access-token", "OAuth access to Google Cloud.", ["ya29."], Dotted, 20),
        new TokenRule("google-refresh-token", "Gives new access tokens for Google Cloud.", ["1//0"], Url, 20),
        new TokenRule("google-api-key", "Key of a Google API.", ["AIza"], Url, 35, 35),
        new TokenRule("google-client-secret", "OAuth client secret of Google.", ["GOCSPX-"], Url, 20),
        new TokenRule("github", "Personal, OAuth, user, server and refresh tokens of GitHub.", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"], Url, 30),
        new TokenRule("gitlab", "Personal, deploy, runner, job and trigger tokens of GitLab.", ["glpat-", "gldt-", "glrt-", "glcbt-", "glptt-"], Dotted, 20),
        new TokenRule("slack", "Bot, user and app tokens of Slack.", ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xapp-"], Dotted, 10),
        new TokenRule("npm", "Access token of the npm registry.", ["npm_"], Alphanumeric, 36, 36),
        new TokenRule("pypi", "Upload token of PyPI.", ["pypi-Ag"], Url, 40),
        new TokenRule("vault", "Service, batch and recovery tokens of HashiCorp Vault.", ["hvs.", "hvb.", "hvr."], Url, 20),
        new TokenRule("stripe", "Live keys of Stripe.", ["sk_live_", "rk_live_"], Alphanumeric, 20),
        new TokenRule("docker", "Personal access token of Docker Hub.", ["dckr_pat_"], Url, 20),
        new TokenRule("digitalocean", "Personal access token of DigitalOcean.", ["dop_v1_"], Alphanumeric, 60),
        new TokenRule("hugging-face", "Access token of Hugging Face.", ["hf_"], Alphanumeric, 30),
        new TokenRule("tailscale", "Keys that join machines to a Tailscale network.", ["tskey-"], Url, 20),
        new TokenRule("sendgrid", "API key of SendGrid.", ["SG."], Dotted, 60),
        new TokenRule("age", "Private key of age.", ["AGE-SECRET-KEY-1"], UpperAlphanumeric, 50),
        new TokenRule("grub-password", "Hash of a boot loader's password.", ["grub.pbkdf2."], Dotted, 40),
        new TokenRule("private-key-in-base64", "The begin line of a private key in base64, as in a kubeconfig.",
            ["LS0tLS1CRUdJTiBQUklWQVRF", "LS0tLS1CRUdJTiBSU0Eg", "LS0tLS1CRUdJTiBFQyBQUklW", "LS0tLS1CRUdJTiBPUEVOU1NI"], Base64, 20),
        new PatternRule("jwt", "A signed token: who has it is who it names.", ["eyJ"], JwtPattern),
        new PatternRule("azure-client-secret", "Secret of an Azure application; its fourth to sixth characters are fixed.", ["7Q~", "8Q~"], AzureClientSecretPattern),
        new PatternRule("azure-storage-key", "64 bytes in base64, unless they are a SHA-512 that says so.", ["=="], AzureStorageKeyPattern),
        new PatternRule("password-hash", "Hashes of crypt(3), Apache and Argon2 can be tried out.",
            ["$1$", "$5$", "$6$", "$7$", "$y$", "$gy$", "$2a$", "$2b$", "$2y$", "$apr1$", "$argon2"], PasswordHashPattern),
    ];

    /// <summary>Values known by the name they are given to.</summary>
    public static ImmutableArray<RedactionRule> Names { get; } =
    [
        new AssignmentRule("password", "A password by its name.", ["password", "passphrase"]),
        new AssignmentRule("passwd", "A password by its name; also a program that says something.", ["passwd"]) { Harmless = HarmlessValues.Sentence },
        new AssignmentRule("pass", "A password by a short name; also the number of a pass.", ["_pass", "-pass"]) { Harmless = HarmlessValues.SmallNumber },
        new AssignmentRule("pwd", "A password by its name; also the working directory.", ["pwd"]) { Harmless = HarmlessValues.Path },
        new AssignmentRule("secret", "A secret by its name, such as client_secret.", ["secret"]),
        new AssignmentRule("token", "A token by its name, such as aws_session_token; also a word of parsers.", ["token"])
        {
            NeverAfter = ["unexpected ", "unrecognized ", "unterminated ", "illegal ", "next ", "near "],
            Harmless = HarmlessValues.SmallNumber,
        },
        new AssignmentRule("key", "Keys that open something.", ["_key", "-key", " key"])
        {
            OnlyAfter = ["api", "access", "account", "secret", "encryption", "signing", "master", "storage", "shared", "subscription", "deploy", "auth"],
        },
        new AssignmentRule("joined-key", "The same in one word, as in Azure's connection strings.",
            ["apikey", "accesskey", "accountkey", "encryptionkey", "signingkey", "masterkey", "subscriptionkey"]),
        new AssignmentRule("private-key", "A private key by its name; also the path of its file.", ["private_key", "private-key", "privatekey"]) { Harmless = HarmlessValues.Path },
        new AssignmentRule("npm-auth", "User and password for a registry, in base64.", ["_auth"]),
    ];

    /// <summary>Values known by where they stand: headers, URLs, command lines.</summary>
    public static ImmutableArray<RedactionRule> Places { get; } =
    [
        new PatternRule("authorization-header", "Credentials of an HTTP request.", ["authorization"], AuthorizationPattern),
        new PatternRule("bearer", "A bearer token outside of its header.", ["bearer "], BearerPattern),
        new PatternRule("cookie", "A session.", ["cookie:"], CookiePattern),
        new PatternRule("url-password", "User and password in a URL; the user stays.", ["://"], UrlPasswordPattern),
        new PatternRule("url-token", "A token in place of a user in a URL.", ["://"], UrlTokenPattern),
        new PatternRule("signature", "The signature of a shared access URL (Azure sig=, S3 and GCS X-...-Signature=) is the right to use it.", ["sig=", "signature="], SignaturePattern),
        new PatternRule("shared-access-signature", "A signed right to use Azure storage, in a connection string.", ["sharedaccesssignature"], SharedAccessSignaturePattern),
        new PatternRule("webhook", "Who knows the URL may post.", ["hooks.slack.com/", "discord.com/api/webhooks/", "webhook.office.com/"], WebhookPattern),
        new PatternRule("docker-auth", "User and password for a registry, in base64.", ["\"auth\""], DockerAuthPattern),
        new PatternRule("openssl-pass", "Pass phrase on OpenSSL's command line.", ["pass:"], OpenSslPassPattern),
        new PatternRule("sql-password", "Password of a database's user.", ["identified by", "password '", "password \""], SqlPasswordPattern),
        new PatternRule("rootpw", "Root's password in a kickstart file.", ["rootpw"], RootPasswordPattern),
        new PatternRule("debconf", "A password in a preseed file.", ["-password password", "-again password", "-crypted password"], DebconfPattern),
        new PatternRule("attached-option", "A quoted value directly behind -p.", ["-p'", "-p\""], AttachedOptionPattern),
        new ContextRule("mysql", "-p with a value is a password for MySQL's and MariaDB's programs.", ["mysql", "mariadb"], MySqlPattern),
        new ContextRule("sshpass", "-p is a password for sshpass.", ["sshpass"], PasswordOptionPattern),
        new ContextRule("login", "-p is a password for docker login and its like; and .netrc.", [" login "], LoginPattern),
        new ContextRule("curl", "-u user:password.", ["curl "], CurlPattern),
        new ContextRule("chpasswd", "user:password on the way to chpasswd.", ["chpasswd"], ChpasswdPattern),
        new ContextRule("aws-secret-key", "40 characters of base64 in a line that speaks of AWS keys.", ["AKIA", "ASIA", "secret", "credential"], AwsSecretPattern),
    ];
}
