using System.Collections.Immutable;

namespace Pawl.Secrets;

internal static partial class RedactionRules
{
    /// <summary>Keys and hashes of passwords. Keys in armour are found by <see cref="PrivateKeyBlock"/>.</summary>
    public static ImmutableArray<RedactionRule> Keys =>
    [
        new TokenRule("age", "Private key of age.", ["AGE-SECRET-KEY-1"], UpperAlphanumeric, 50),
        new TokenRule("private-key-in-base64", "The begin line of a private key in base64, as in a kubeconfig.",
            ["LS0tLS1CRUdJTiBQUklWQVRF", "LS0tLS1CRUdJTiBSU0Eg", "LS0tLS1CRUdJTiBFQyBQUklW", "LS0tLS1CRUdJTiBPUEVOU1NI", "LS0tLS1CRUdJTiBEU0Eg", "LS0tLS1CRUdJTiBFTkNSWVBU", "LS0tLS1CRUdJTiBQR1AgUFJJVkFU"],
            Base64, 20),
        new PatternRule("password-hash", "Hashes of crypt(3), Apache and Argon2 can be tried out.",
            ["$1$", "$5$", "$6$", "$7$", "$y$", "$gy$", "$2a$", "$2b$", "$2y$", "$apr1$", "$argon2"], PasswordHashPattern),
        new PatternRule("application-hash", "Hashes of LDAP, PostgreSQL, Django and passlib can be tried out.",
            ["{SSHA", "{CRYPT}", "{PBKDF2", "{ARGON2", "SCRAM-SHA-256$", "pbkdf2_sha", "$pbkdf2-sha", "$scrypt$"], ApplicationHashPattern),
        new TokenRule("grub-password", "Hash of a boot loader's password.", ["grub.pbkdf2."], Dotted, 40),
    ];
}
