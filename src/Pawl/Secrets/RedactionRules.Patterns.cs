using System.Text.RegularExpressions;

namespace Pawl.Secrets;

// Patterns of tokens and keys. Each is linear: it begins at a trigger (\G) or at a fixed text, looks back a fixed length, and repeats either
// up to a small number of times or over characters that can't also match what follows.
internal static partial class RedactionRules
{
    private const RegexOptions IgnoreCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // Where a token may begin that stands before its trigger: not within a word, but behind \n and %3D.
    private const string Begin = @"(?:^|[^A-Za-z0-9_~.-]|\\[nrt]|%[0-9A-Fa-f]{2})";
    private const string BeginBase64 = @"(?:^|[^A-Za-z0-9+/_-]|\\[nrt]|%[0-9A-Fa-f]{2})";

    // Header and claims, then the signature, which may be empty, or the further parts of an encrypted one.
    [GeneratedRegex(@"\G" + WordBorder.BeforePattern + @"(?<secret>eyJ(?>[A-Za-z0-9_-]{8,})\.(?>[A-Za-z0-9_-]{8,})(?>(?:\.[A-Za-z0-9_-]*){1,3}))")]
    private static partial Regex JwtPattern { get; }

    [GeneratedRegex(@"\G(?<=" + Begin + @"(?<secret>[A-Za-z0-9_~.-]{3}))(?<secret>[78]Q~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~-])")]
    private static partial Regex AzureClientSecretPattern { get; }

    [GeneratedRegex(@"\G(?<=" + BeginBase64 + @"(?<secret>[A-Za-z0-9]{52}))(?<secret>JQQJ9[9DH][A-Za-z0-9]{20,30}={0,2})")]
    private static partial Regex AzureIdentifiableKeyPattern { get; }

    [GeneratedRegex(@"\G(?<=" + BeginBase64 + @"(?<secret>[A-Za-z0-9+/_-]{30,80}))(?<secret>.{4}[A-Za-z0-9+/_-]{5,6}={0,2})(?![A-Za-z0-9+/=_-])")]
    private static partial Regex AzureServiceKeyPattern { get; }

    [GeneratedRegex(@"\G(?<=" + BeginBase64 + @"(?<secret>[A-Za-z0-9]{76}))(?<secret>AZDO[A-Za-z0-9]{4})(?![A-Za-z0-9])")]
    private static partial Regex AzureDevOpsTokenPattern { get; }

    [GeneratedRegex(@"\G(?<=" + BeginBase64 + @"(?<secret>[A-Za-z0-9+/]{86}))==(?![=A-Za-z0-9])")]
    private static partial Regex AzureStorageKeyPattern { get; }

    [GeneratedRegex(@"\G(?<=" + Begin + @"(?<secret>[A-Za-z0-9]{14}))(?<secret>\.atlasv1\.[A-Za-z0-9_=-]{60,})")]
    private static partial Regex TerraformCloudPattern { get; }

    [GeneratedRegex(@"\G(?<=" + Begin + @"(?<secret>[0-9a-f]{32}))(?<secret>-us[0-9]{1,2})(?![A-Za-z0-9])")]
    private static partial Regex MailchimpPattern { get; }

    [GeneratedRegex(@"\G(?<=" + Begin + @"(?<secret>[0-9]{8,10}))(?<secret>:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])")]
    private static partial Regex TelegramPattern { get; }

    [GeneratedRegex(@"\G(?<secret>\$(?:2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}|(?:[1567y]|gy|apr1)\$(?:[./A-Za-z0-9=,_-]{0,64}\$){1,2}[./A-Za-z0-9]{20,100}|argon2(?:id|i|d)\$[A-Za-z0-9=,$+/.-]{20,400}))")]
    private static partial Regex PasswordHashPattern { get; }

    [GeneratedRegex(@"\G(?<secret>\{(?:SSHA(?:256|384|512)?|CRYPT|PBKDF2(?:[-_]SHA(?:1|256|512))?|ARGON2)\}[A-Za-z0-9+/=$.,_-]{16,512}|SCRAM-SHA-256\$[0-9]{1,8}:[A-Za-z0-9+/=]{8,64}\$[A-Za-z0-9+/=]{20,64}:[A-Za-z0-9+/=]{20,64}|\$?pbkdf2[_-]sha[0-9]{1,3}\$[0-9]{1,9}\$[A-Za-z0-9+/=.]{4,64}\$[A-Za-z0-9+/=.]{20,128}|\$scrypt\$[A-Za-z0-9=,$+/.-]{20,400})", IgnoreCase)]
    private static partial Regex ApplicationHashPattern { get; }

    [GeneratedRegex(@"(?<![A-Za-z0-9/+=_.-])(?=[a-z0-9/+]{0,39}[A-Z])(?=[A-Z0-9/+]{0,39}[a-z])(?=[A-Za-z/+]{0,39}[0-9])(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=_-])")]
    private static partial Regex AwsSecretPattern { get; }
}
