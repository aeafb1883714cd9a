using System.Text;

namespace Pawl.Tests.Secrets;

internal static partial class SecretCorpus
{
    private const string SmallHex = "0123456789abcdef";

    private static string Credentials => Convert.ToBase64String(Encoding.ASCII.GetBytes("builder:" + Random(Alphanumeric, 15)));

    private static IEnumerable<SecretLine> Vendors()
    {
        yield return new("aws-bedrock-key", "key ", "AB" + "SK" + Random(Alphanumeric, 120), "");
        yield return new("azure-identifiable-key", "key ", Random(Alphanumeric, 52) + "JQQ" + "J99ABAC" + Random(Alphanumeric, 24), " of a");
        yield return new("azure-service-key", "key ", Random(Alphanumeric, 33) + "+AS" + "b" + Random(Alphanumeric, 6) + "=", " of a bus");
        yield return new("azure-devops-token", "token ", Random(Alphanumeric, 76) + "AZ" + "DO" + Random(Alphanumeric, 4), "");
        yield return new("alibaba-access-key-id", "id ", "LT" + "AI5t" + Random(Alphanumeric, 20), "");
        yield return new("bitbucket", "with ", "AT" + "BB" + Random(Alphanumeric, 32), "");
        yield return new("atlassian", "with ", "AT" + "ATT3" + Random(Alphanumeric, 180), "");
        yield return new("rubygems", "push ", "ruby" + "gems_" + Random(SmallHex, 48), "");
        yield return new("nuget", "push ", "oy" + "2" + Random(Lower + Digits, 43), "");
        yield return new("crates-io", "login ", "ci" + "o" + Random(Alphanumeric, 32), "");
        yield return new("artifactory", "key ", "AK" + "Cp" + Random(Alphanumeric, 69), "");
        yield return new("circleci", "as ", "CCI" + "PAT_" + Random(Alphanumeric, 22) + "_" + Random(SmallHex, 40), "");
        yield return new("buildkite", "as ", "bk" + "ua_" + Random(SmallHex, 40), "");
        yield return new("sonarqube", "as ", "sq" + "u_" + Random(SmallHex, 40), "");
        yield return new("vault-legacy", "login ", "s" + "." + Random(Alphanumeric, 24), " done");
        yield return new("terraform-cloud", "login ", Random(Alphanumeric, 14) + ".atlas" + "v1." + Random(Alphanumeric, 67), "");
        yield return new("twilio", "as ", "S" + "K" + Random(SmallHex, 32), "");
        yield return new("mailgun", "as ", "key" + "-" + Random(SmallHex, 32), "");
        yield return new("mailchimp", "as ", Random(SmallHex, 32) + "-us12", "");
        yield return new("databricks", "as ", "da" + "pi" + Random(SmallHex, 32), "");
        yield return new("openai", "as ", "sk" + "-proj-" + Random(Alphanumeric, 60), "");
        yield return new("openrouter", "as ", "sk" + "-or-v1-" + Random(SmallHex, 64), "");
        yield return new("groq", "as ", "gs" + "k_" + Random(Alphanumeric, 52), "");
        yield return new("grafana", "as ", "gl" + "sa_" + Random(Alphanumeric, 32) + "_" + Random(SmallHex, 8), "");
        yield return new("new-relic", "as ", "NR" + "AK-" + Random(Upper + Digits, 27), "");
        yield return new("sentry", "as ", "sntr" + "yu_" + Random(SmallHex, 64), "");
        yield return new("dynatrace", "as ", "dt" + "0c01." + Random(Upper, 24) + "." + Random(Upper, 64), "");
        yield return new("pulumi", "as ", "pu" + "l-" + Random(SmallHex, 40), "");
        yield return new("doppler", "as ", "dp" + ".pt." + Random(Alphanumeric, 43), "");
        yield return new("planetscale", "as ", "pscale" + "_pw_" + Random(Alphanumeric, 43), "");
        yield return new("linear", "as ", "lin" + "_api_" + Random(Alphanumeric, 40), "");
        yield return new("postman", "as ", "PM" + "AK-" + Random(SmallHex, 24) + "-" + Random(SmallHex, 34), "");
        yield return new("shopify", "as ", "shp" + "at_" + Random(SmallHex, 32), "");
        yield return new("telegram", "as ", Random(Digits, 10) + ":A" + "A" + Random(Alphanumeric, 33), "");
        yield return new("1password", "as ", "op" + "s_ey" + "J" + Random(Alphanumeric, 200), "");
        yield return new("fly-io", "as ", "fo" + "1_" + Random(Alphanumeric, 43), "");
        yield return new("netlify", "as ", "nf" + "p_" + Random(Alphanumeric, 36), "");
        yield return new("supabase", "as ", "sb" + "p_" + Random(SmallHex, 40), "");
        yield return new("notion", "as ", "nt" + "n_" + Random(Alphanumeric, 46), "");
        yield return new("application-hash", "userPassword: ", "{SSHA}" + Base64(24), "");
        yield return new("application-hash", "rolpassword ", "SCRAM-SHA-256$4096:" + Base64(16) + "$" + Base64(32) + ":" + Base64(32), "");
    }

    private static IEnumerable<SecretLine> Programs()
    {
        var value = "Hunter" + "2!x";
        yield return new("psk", "  psk=\"", value, "\"");
        yield return new("secret-id", "  SecretID: ", "0123abcd-0123-4567-89ab-0123456789ab", "");
        yield return new("odbc-password", "UID=sa;PWD={", value + ";a", "};SERVER=db");
        yield return new("oracle-password", "jdbc:oracle:thin:app/", value, "@//db:1521/x");
        yield return new("go-dsn", "app:", value, "@tcp(db:3306)/app");
        yield return new("pgpass", "db:5432:app:app:", value, " > ~/.pgpass");
        yield return new("npm-config", "npm config set //registry.example.org/:_authToken ", value, "");
        yield return new("told-password", "A temporary password is generated for root@localhost: ", value, "");
        yield return new("told-password", "the password is '", value, "'");
        yield return new("server-password", "requirepass ", value, "");
        yield return new("php-define", "define('DB_PASSWORD', '", value, "');");
        yield return new("vault-unseal-key", "Unseal Key 1: ", Base64(33), "");
        yield return new("vault-unseal-key", "vault operator unseal ", Base64(33), "");
        yield return new("secure-string", "ConvertTo-SecureString '", value, "' -AsPlainText");
        yield return new("echoed-password", "echo '", value, "' | docker login --password-stdin x");
        yield return new("archive-password", "7z a -p", value, " x.7z");
        yield return new("archive-password", "unzip -P ", value, " x.zip");
        yield return new("redis", "redis-cli -a ", value, " ping");
        yield return new("ldap", "ldapsearch -w ", value, " -b x");
        yield return new("smb", "smbclient //nas/x -U app%", value, "");
        yield return new("windows-user", "net user Administrator ", value, " /add");
        yield return new("rabbitmq", "rabbitmqctl add_user app ", value, "");
        yield return new("htpasswd", "htpasswd -bc /etc/x app ", value, "");
        yield return new("htpasswd", "htpasswd -nb app ", value, "");
        yield return new("oracle-login", "sqlplus app/", value, "@db");
        yield return new("wireguard", "wg set wg0 private-key ", Base64(32), "");
    }
}
