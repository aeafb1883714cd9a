using System.Collections.Immutable;

namespace Pawl.Secrets;

internal static partial class RedactionRules
{
    /// <summary>Values known by the name they are given to.</summary>
    public static ImmutableArray<RedactionRule> Names =>
    [
        new AssignmentRule("password", "A password by its name.", ["password", "passphrase", "passcode"]) { Harmless = [HarmlessValues.Choice, HarmlessValues.Prompt] },
        new AssignmentRule("passwd", "A password by its name; also a program that says something.", ["passwd"])
        {
            NeverAfter = ["no"],
            Harmless = [HarmlessValues.Sentence, HarmlessValues.Version],
        },
        new AssignmentRule("pass", "A password by a short name; also the number of a pass.", ["_pass", "-pass", "storepass", "keypass"]) { Harmless = [HarmlessValues.SmallNumber] },
        new AssignmentRule("pwd", "A password by its name; also the working directory.", ["pwd"]) { Harmless = [HarmlessValues.Path] },
        new AssignmentRule("psk", "The key of a wireless network or a tunnel.", ["psk", "presharedkey", "preshared_key", "preshared-key", "wpakey"]) { Harmless = [HarmlessValues.Path] },
        new AssignmentRule("secret", "A secret by its name, such as client_secret.", ["secret"])
        {
            // An ARN: arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME
            NeverAfter = ["0:", "1:", "2:", "3:", "4:", "5:", "6:", "7:", "8:", "9:"],
        },
        new AssignmentRule("secret-id", "The secret half of a login of Vault, Consul or Nomad, unless it is a name.", ["secret_id", "secret-id", "secretid"])
        {
            Harmless = [HarmlessValues.NotUuid],
        },
        new AssignmentRule("token", "A token by its name, such as aws_session_token; also a word of parsers.", ["token"])
        {
            NeverAfter = ["unexpected ", "unrecognized ", "unterminated ", "illegal ", "next ", "near ", "eos_", "bos_", "pad_", "unk_", "sep_", "cls_", "mask_"],
            Harmless = [HarmlessValues.SmallNumber, HarmlessValues.Size, HarmlessValues.Version],
        },
        new AssignmentRule("key", "Keys that open something.", ["_key", "-key", " key"])
        {
            OnlyAfter =
            [
                "api", "access", "account", "secret", "encryption", "signing", "master", "storage", "shared", "subscription", "deploy", "auth", "functions", "function",
                "license", "licence", "activation", "certificate", "unseal", "recovery", "registration",
            ],
            Harmless = [HarmlessValues.Path],
        },
        new AssignmentRule("joined-key", "The same in one word, as in Azure's connection strings.",
            ["apikey", "accesskey", "accountkey", "encryptionkey", "signingkey", "masterkey", "subscriptionkey", "activationkey", "licensekey", "regcode"]),
        new AssignmentRule("private-key", "A private key by its name; also the path of its file.", ["private_key", "private-key", "privatekey"]) { Harmless = [HarmlessValues.Path] },
        new AssignmentRule("registry-auth", "User and password for a registry of packages or images, in base64.", ["auth", ".dockerconfigjson", ".dockercfg"])
        {
            Harmless = [HarmlessValues.NotCredentialsInBase64],
        },
    ];
}
