using System.Collections.Immutable;

namespace Pawl.Secrets;

internal static partial class RedactionRules
{
    /// <summary>Passwords on the command lines of programs that take them.</summary>
    public static ImmutableArray<RedactionRule> Programs =>
    [
        new PatternRule("openssl-pass", "Pass phrase on OpenSSL's command line.", ["pass:"], OpenSslPassPattern),
        new PatternRule("attached-option", "A quoted value directly behind -p.", ["-p'", "-p\""], AttachedOptionPattern),
        new PatternRule("secure-string", "A secret on its way into a PowerShell SecureString.", ["convertto-securestring "], SecureStringPattern),
        new ContextRule("mysql", "-p with a value is a password for MySQL's and MariaDB's programs.", ["mysql", "mariadb"], MySqlPattern),
        new ContextRule("sshpass", "-p is a password for sshpass and MongoDB's shells.", ["sshpass", "mongosh ", "mongo ", "mongodump ", "mongorestore "], PasswordOptionPattern),
        new ContextRule("login", "-p is a password for docker login and its like; and .netrc.", [" login ", "\tlogin "], LoginPattern),
        new ContextRule("curl", "-u user:password.", ["curl "], CurlPattern),
        new ContextRule("chpasswd", "user:password on the way to chpasswd.", ["chpasswd"], ChpasswdPattern),
        new ContextRule("echoed-password", "A password that is echoed into a program.",
            ["--password-stdin", "passwd --stdin", "sudo -s", "| kinit", "| cryptsetup", "--passphrase-fd 0"], EchoPattern),
        new ContextRule("archive-password", "Passwords of zip and 7-Zip archives.", ["7z ", "7za ", "zip "], ArchivePattern),
        new ContextRule("redis", "-a is a password for redis-cli.", ["redis-cli "], RedisPattern),
        new ContextRule("ldap", "-w is a password for OpenLDAP's programs.", ["ldapsearch ", "ldapmodify ", "ldapadd ", "ldapdelete ", "ldapwhoami "], LdapPattern),
        new ContextRule("smb", "user%password for Samba's programs.", ["smbclient ", "rpcclient ", "net ads "], SmbPattern),
        new PatternRule("windows-user", "The password of a Windows user.", ["net user "], WindowsUserPattern),
        new PatternRule("rabbitmq", "The password of a RabbitMQ user.", ["rabbitmqctl "], RabbitPattern),
        new PatternRule("htpasswd", "A password on htpasswd's command line.", ["htpasswd -"], HtpasswdPattern),
        new ContextRule("oracle-login", "user/password@ for Oracle's programs.", ["sqlplus ", "expdp ", "impdp ", "sqlldr ", "rman "], OracleLoginPattern),
        new PatternRule("wireguard", "A private key on wg's command line.", [" private-key ", " preshared-key "], WireGuardPattern),
    ];
}
