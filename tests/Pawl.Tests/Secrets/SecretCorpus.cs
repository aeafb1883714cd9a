namespace Pawl.Tests.Secrets;

/// <summary>A line with a made-up secret of real shape. All secrets are put together while the tests run, so that no file has one.</summary>
/// <param name="Rule">The rule that knows it.</param>
/// <param name="Before">What stands before the secret and stays.</param>
/// <param name="Secret">The secret.</param>
/// <param name="After">What stands behind it and stays.</param>
internal sealed record SecretLine(string Rule, string Before, string Secret, string After)
{
    public string Line => Before + Secret + After;

    public string Redacted => $"{Before}[redacted]{After}";
}

internal static partial class SecretCorpus
{
    public const string Digits = "0123456789";
    public const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    public const string Lower = "abcdefghijklmnopqrstuvwxyz";
    public const string Alphanumeric = Upper + Lower + Digits;

    public static IEnumerable<SecretLine> Lines => [.. Tokens(), .. Vendors(), .. Names(), .. Places(), .. Programs()];

    /// <summary>So many characters that look random; the same each time.</summary>
    public static string Random(string alphabet, int length)
    {
        var random = new Random(length + alphabet.Length);
        return new string([.. Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)])]);
    }

    private static string Base64(int bytes)
    {
        var all = new byte[bytes];
        new Random(bytes).NextBytes(all);
        return Convert.ToBase64String(all);
    }

    private static IEnumerable<SecretLine> Tokens()
    {
        var url = Random(Alphanumeric, 60);
        var keyId = Random(Upper, 16);
        yield return new("aws-access-key-id", "aws_access_key_id = ", "AKIA" + keyId, "");
        yield return new("aws-access-key-id", "{\"AccessKeyId\":\"", "ASIA" + keyId, "\"}");
        yield return new("aws-access-key-id", "url?id%3D", "AKIA" + keyId, "%26x");
        yield return new("aws-access-key-id", "a line\\n", "AKIA" + keyId, "\\nanother");
        yield return new("aws-session-token", "got ", "IQoJb3JpZ2lu" + Base64(200), " from STS");
        yield return new("google-access-token", "using ", "ya29." + url, ", ok");
        yield return new("google-refresh-token", "refresh ", "1//0" + url, "");
        yield return new("google-api-key", "https://maps.example.org/?k=", "AIza" + Random(Alphanumeric, 35), "&v=3");
        yield return new("google-client-secret", "client ", "GOCSPX-" + Random(Alphanumeric, 28), ".");
        foreach (var prefix in new[] { "ghp", "gho", "ghu", "ghs", "ghr" })
            yield return new("github", "remote: ", prefix + "_" + Random(Alphanumeric, 36), " is expired");
        yield return new("github", "'", "github_pat_" + Random(Alphanumeric, 22) + "_" + Random(Alphanumeric, 59), "'");
        yield return new("gitlab", "using ", "glpat-" + Random(Alphanumeric, 20), "");
        yield return new("gitlab", "runner ", "glrt-" + Random(Alphanumeric, 20), "!");
        yield return new("slack", "posting as ", "xoxb-" + Random(Digits, 12) + "-" + Random(Digits, 12) + "-" + Random(Alphanumeric, 24), "");
        yield return new("slack", "app ", "xapp-1-" + Random(Alphanumeric, 40), "");
        yield return new("npm", "npm notice ", "npm_" + Random(Alphanumeric, 36), "");
        yield return new("pypi", "twine: ", "pypi-" + "AgEIcHlwaS5vcmc" + url, "");
        yield return new("vault", "login ", "hvs." + url, "");
        yield return new("stripe", "charge with ", "sk_" + "live_" + Random(Alphanumeric, 24), "");
        yield return new("docker", "hub ", "dckr_pat_" + Random(Alphanumeric, 27), "");
        yield return new("digitalocean", "doctl ", "dop_v1_" + Random("0123456789abcdef", 64), "");
        yield return new("hugging-face", "hub ", "hf_" + Random(Alphanumeric, 34), "");
        yield return new("tailscale", "up ", "tskey-auth-" + Random(Alphanumeric, 30), "");
        yield return new("sendgrid", "mail ", "SG." + Random(Alphanumeric, 22) + "." + Random(Alphanumeric, 43), "");
        yield return new("age", "decrypt with ", "AGE-SECRET-" + "KEY-1" + Random(Upper, 58), "");
        yield return new("grub-password", "superuser ", "grub.pbkdf2.sha512.10000." + Random("0123456789ABCDEF", 128), "");
        yield return new("private-key-in-base64", "client-key-data: ", "LS0tLS1CRUdJTiBSU0Eg" + Base64(900), "");
        var jwt = "eyJ" + Random(Alphanumeric, 33) + "." + "eyJ" + Random(Alphanumeric, 80) + ".";
        yield return new("jwt", "id ", jwt + Random(Alphanumeric, 43), " accepted");
        yield return new("jwt", "unsigned ", jwt, " accepted");
        yield return new("jwt", "encrypted ", jwt + Random(Alphanumeric, 20) + "." + Random(Alphanumeric, 20) + "." + Random(Alphanumeric, 20), "");
        yield return new("azure-client-secret", "app secret ", Random(Alphanumeric, 3) + "8Q~" + Random(Alphanumeric, 34), " added");
        yield return new("azure-storage-key", "key1  ", Random(Alphanumeric, 86), "==  Full");
        yield return new("azure-storage-key", "key2  ", Random(Alphanumeric, 86), "==");
        foreach (var prefix in new[] { "$1$", "$5$rounds=5000$", "$6$", "$y$j9T$", "$7$", "$gy$j9T$", "$apr1$" })
            yield return new("password-hash", "root:", prefix + Random(Alphanumeric, 8) + "$" + Random(Alphanumeric, 43), ":19000:0:99999:7:::");
        yield return new("password-hash", "user:", "$2b$12$" + Random(Alphanumeric, 53), "");
        yield return new("password-hash", "hash ", "$argon2id$v=19$m=65536,t=3,p=4$" + Random(Alphanumeric, 22) + "$" + Random(Alphanumeric, 43), "");
    }

    private static IEnumerable<SecretLine> Names()
    {
        var value = "Hunter" + "2!x";
        yield return new("password", "password=", value, "");
        yield return new("password", "+ export DB_PASSWORD=", value, " MIRROR=deb.example.org");
        yield return new("password", "DB_PASSWORD='", value + " with spaces", "'");
        yield return new("password", "password=", "ab'c d'\"e f\"", " next");
        yield return new("password", "  password: ", value + " and more", "  # rotated in May");
        yield return new("password", "db_password = ", value + " and more", "");
        yield return new("password", "{\"user\": \"me\", \"password\": \"", value + "\\\"quoted", "\", \"x\": 1}");
        yield return new("password", "{\\\"password\\\": \\\"", value, "\\\"}");
        yield return new("password", "{'password': '", value, "'}");
        yield return new("password", "{\"msg\":\"login password=", value, "\",\"user\":\"me\"}");
        yield return new("password", "config['db_password'] = '", value, "'");
        yield return new("password", "Server=db;User=sa;Password=", value, ";Encrypt=true");
        yield return new("password", "https://example.org/login?password=", value, "&user=me");
        yield return new("password", "call(user=me, password=", value, ", db=x)");
        yield return new("password", "password=", "a,b;c)d", "");
        yield return new("password", "tool --password ", value, " --verbose");
        yield return new("password", "tool --admin-password=", value, " --verbose");
        yield return new("password", "['tool', '--password', '", value, "', '-v']");
        yield return new("password", "<server><password>", value, "</password></server>");
        yield return new("password", "passphrase: ", value, "");
        yield return new("password", "user --name=me --password=", value, " --plaintext");
        yield return new("password", "PASSWORD2=", value, "");
        yield return new("password", "password=", "$ecret", "");
        yield return new("password", "password := \"", value, "\"");
        yield return new("password", "'password' => '", value, "',");
        yield return new("passwd", "passwd=", value, "");
        yield return new("pwd", "Uid=sa;Pwd=", value, ";");
        yield return new("pass", "db_pass=", value, "");
        yield return new("pass", "  smtp-pass: ", value, "");
        yield return new("secret", "ARM_CLIENT_SECRET=", value, "");
        yield return new("secret", "secret_key: ", value, "");
        yield return new("token", "X-Vault-Token: ", value, "");
        yield return new("token", "AWS_SESSION_TOKEN=", Base64(100), "");
        yield return new("token", "//registry.example.org/:_authToken=", value, "");
        yield return new("key", "AWS_SECRET_ACCESS_KEY=", Random(Alphanumeric + "/+", 40), "");
        yield return new("key", "X-Api-Key: ", value, "");
        yield return new("key", "the api key: ", value, " was used");
        yield return new("joined-key", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=", Base64(64), ";EndpointSuffix=core.example.org");
        yield return new("joined-key", "Endpoint=sb://a/;SharedAccessKeyName=root;SharedAccessKey=", Base64(32), "");
        yield return new("joined-key", "{\"apiKey\":\"", value, "\"}");
        yield return new("private-key", "{\"private_key\": \"", "MII" + Base64(300), "\"}");
        yield return new("shared-access-signature", "SharedAccessSignature=", "sv=2024-11-04&ss=b&sig=" + Random(Alphanumeric, 43) + "%3D", "");
        yield return new("registry-auth", "//registry.example.org/:_auth=", Credentials, "");
        yield return new("registry-auth", "\"registry.example.org\": {\"auth\": \"", Credentials, "\"}");
        yield return new("registry-auth", ".dockerconfigjson: ", Credentials, "");
    }

    private static IEnumerable<SecretLine> Places()
    {
        var value = "Hunter" + "2!x";
        yield return new("authorization-header", "> Authorization: Bearer ", Random(Alphanumeric, 30), "");
        yield return new("authorization-header", "curl -H 'Authorization: Basic ", Base64(20), "' https://example.org");
        yield return new("authorization-header", "{\"Authorization\": \"token ", Random(Alphanumeric, 30), "\"}");
        yield return new("authorization-header", "authorization: ", "Custom " + value, "");
        yield return new("authorization-header", "Authorization: ", "Digest username=\"me\", response=\"" + Random(Digits, 32) + "\"", "");
        yield return new("bearer", "sent Bearer ", Random(Alphanumeric, 20), " to it");
        yield return new("cookie", "Set-Cookie: ", "session=" + value + "; Path=/", "");
        yield return new("url-password", "git clone https://me:", value, "@git.example.org/x.git");
        yield return new("url-password", "postgres://me:", "p@ss:w", "@db.example.org:5432/x?a=b@c");
        yield return new("url-password", "postgres://me:", "pa/ss", "@db.example.org/x");
        yield return new("url-password", "redis://:", value, "@cache.example.org");
        yield return new("url-token", "https://", Random(Alphanumeric, 40), "@git.example.org/x.git");
        yield return new("signature", "https://a.blob.example.org/c/b?sv=2024-11-04&sr=b&sig=", Random(Alphanumeric, 43) + "%3D", "&se=2026");
        yield return new("signature", "https://b.example.org/k?X-Amz-Signature=", Random("0123456789abcdef", 64), "");
        yield return new("webhook", "https://hooks.slack.com/" + "services/", "T" + Random(Upper, 8) + "/B" + Random(Upper, 8) + "/" + Random(Alphanumeric, 24), "");
        yield return new("openssl-pass", "openssl rsa -passin pass:", value, " -in k");
        yield return new("sql-password", "CREATE USER a IDENTIFIED BY '", value, "'");
        yield return new("sql-password", "ALTER ROLE a WITH PASSWORD '", value, "'");
        yield return new("rootpw", "rootpw --plaintext ", value, "");
        yield return new("rootpw", "rootpw ", value, "");
        yield return new("debconf", "d-i passwd/root-password password ", value, "");
        yield return new("debconf", "d-i passwd/root-password-again password ", value, "");
        yield return new("attached-option", "dump -u root -p'", value, "' x");
        yield return new("mysql", "mysqldump -uroot -p", value, " all");
        yield return new("mysql", "mariadb -p\"", value + " b", "\" all");
        yield return new("sshpass", "sshpass -p ", value, " ssh host");
        yield return new("login", "docker login -u me -p ", value, " registry.example.org");
        yield return new("login", "machine example.org login me password ", value, "");
        yield return new("curl", "curl -sS -u me:", value, " https://example.org");
        yield return new("curl", "curl --user 'me:", value + " b", "' https://example.org");
        yield return new("chpasswd", "+ echo root:", value, " | chpasswd");
        yield return new("aws-secret-key", "AKIA1, secret is ", "wJ4/" + Random(Alphanumeric, 36), ".");
    }
}
