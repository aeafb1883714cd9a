using System.Collections.Immutable;

namespace Pawl.Secrets;

internal static partial class RedactionRules
{
    /// <summary>Values known by where they stand: headers, URLs, connection strings, files that install a system.</summary>
    public static ImmutableArray<RedactionRule> Places =>
    [
        new PatternRule("authorization-header", "Credentials of an HTTP request.", ["authorization"], AuthorizationPattern),
        new PatternRule("bearer", "A bearer token outside of its header.", ["bearer "], BearerPattern),
        new PatternRule("cookie", "A session.", ["cookie:"], CookiePattern),
        new PatternRule("url-password", "User and password in a URL; the user stays.", ["://"], UrlPasswordPattern),
        new PatternRule("url-token", "A token in place of a user in a URL.", ["://"], UrlTokenPattern),
        new PatternRule("signature", "The signature of a shared access URL (Azure sig=, S3 and GCS X-...-Signature=) is the right to use it.", ["sig=", "signature="], SignaturePattern),
        new PatternRule("shared-access-signature", "A signed right to use Azure storage, in a connection string.", ["sharedaccesssignature"], SharedAccessSignaturePattern),
        new PatternRule("webhook", "Who knows the URL may post.", ["hooks.slack.com/", "discord.com/api/webhooks/", "webhook.office.com/"], WebhookPattern),
        new PatternRule("odbc-password", "A password in braces, in an ODBC connection string.", ["pwd={", "password={"], OdbcPasswordPattern),
        new PatternRule("oracle-password", "User and password before an Oracle database.", ["oracle:thin:", "oracle:oci:"], OraclePasswordPattern),
        new PatternRule("go-dsn", "User and password in the data source name of Go's MySQL driver.", ["@tcp(", "@unix("], GoDataSourcePattern),
        new ContextRule("pgpass", "The last field of a .pgpass file.", ["pgpass"], PgpassPattern),
        new PatternRule("npm-config", "A registry's token on npm's command line.", [":_authtoken ", ":_auth ", ":_password "], NpmConfigPattern),
        new PatternRule("sql-password", "Password of a database's user.", ["identified by", "password '", "password \"", "password('", "password(\""], SqlPasswordPattern),
        new PatternRule("rootpw", "Root's password in a kickstart file.", ["rootpw"], RootPasswordPattern),
        new PatternRule("debconf", "A password in a preseed file.", [" password ", "\tpassword "], DebconfPattern),
        new PatternRule("told-password", "A password that a program made up and tells.", ["password is"], ToldPasswordPattern),
        new PatternRule("server-password", "Passwords in files of Redis and its like.", ["requirepass ", "masterauth "], ServerPasswordPattern),
        new PatternRule("php-define", "A constant of a PHP configuration.", ["define("], PhpDefinePattern),
        new PatternRule("vault-unseal-key", "A share of the key that opens a Vault.", ["unseal key ", "recovery key ", "operator unseal "], UnsealKeyPattern),
    ];
}
