using System.Text.RegularExpressions;

namespace Pawl.Secrets;

// Each pattern is linear: it begins at a trigger (\G) or at a fixed text, and repeats either up to a small number of times or over
// characters that can't also match what follows.
internal static partial class RedactionRules
{
    private const RegexOptions IgnoreCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // In quotes, or a word.
    private const string Argument = """(?:"(?<secret>[^"]+)"|'(?<secret>[^']+)'|(?<secret>[^\s'"]+))""";

    // Header and claims, then the signature, which may be empty, or the further parts of an encrypted one.
    [GeneratedRegex(@"\G" + WordBorder.BeforePattern + @"(?<secret>eyJ(?>[A-Za-z0-9_-]{8,})\.(?>[A-Za-z0-9_-]{8,})(?>(?:\.[A-Za-z0-9_-]*){1,3}))")]
    private static partial Regex JwtPattern { get; }

    [GeneratedRegex(@"\G(?<=(?<![A-Za-z0-9_~.-])(?<secret>[A-Za-z0-9_~.-]{3}))(?<secret>[78]Q~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~-])")]
    private static partial Regex AzureClientSecretPattern { get; }

    [GeneratedRegex(@"\G(?<=(?<![A-Za-z0-9+/=_-])(?<secret>[A-Za-z0-9+/]{86}))==(?![=A-Za-z0-9])")]
    private static partial Regex AzureStorageKeyPattern { get; }

    [GeneratedRegex(@"\G(?<secret>\$(?:2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}|(?:[1567y]|gy|apr1)\$(?:[./A-Za-z0-9=,_-]{0,64}\$){1,2}[./A-Za-z0-9]{20,100}|argon2(?:id|i|d)\$[A-Za-z0-9=,$+/.-]{20,400}))")]
    private static partial Regex PasswordHashPattern { get; }

    [GeneratedRegex("""\Gauthorization(?:\\?["'])?\]?\s{0,8}[:=]>?\s{0,8}(?:\\?["'])?(?:(?:Bearer|Basic|Token|ApiKey|Negotiate|NTLM)\s{1,8}(?<secret>[^\s"'\\,]+)|(?<secret>(?:Digest|OAuth|AWS4-HMAC-SHA256)\s[^\r\n]+)|(?<secret>[^"'\\\r\n]+))""", IgnoreCase)]
    private static partial Regex AuthorizationPattern { get; }

    [GeneratedRegex(@"\G(?<![A-Za-z])bearer\s{1,8}(?=[A-Za-z._~+/=-]{0,200}[0-9])(?<secret>[A-Za-z0-9._~+/=-]{16,})", IgnoreCase)]
    private static partial Regex BearerPattern { get; }

    [GeneratedRegex("""\Gcookie:\s{0,8}(?<secret>[^\s=;"']{1,128}=[^"'\r\n]*)""", IgnoreCase)]
    private static partial Regex CookiePattern { get; }

    // Up to the last @ of the authority; or, where what follows the colon can't be a port, up to the first @: a password with a slash.
    [GeneratedRegex("""\G://[^\s/?#:@"'<>]{0,256}:(?:(?<secret>[^\s/?#"'<>]{1,1024})@|(?![0-9]{1,5}(?:[/?#"'\s<>]|$))(?<secret>(?>[^\s"'<>@]{1,1024}))@)""")]
    private static partial Regex UrlPasswordPattern { get; }

    [GeneratedRegex(@"\G://(?<secret>(?>[A-Za-z0-9_-]{20,256}))@")]
    private static partial Regex UrlTokenPattern { get; }

    [GeneratedRegex(@"\G(?<![A-Za-z0-9])(?:sig|signature)=(?<secret>[A-Za-z0-9%+/=_-]{16,})", IgnoreCase)]
    private static partial Regex SignaturePattern { get; }

    [GeneratedRegex(@"\G(?:hooks\.slack\.com/(?:services|workflows|triggers)|discord\.com/api/webhooks|webhook\.office\.com/webhookb2)/(?<secret>[A-Za-z0-9/_@-]{20,})", IgnoreCase)]
    private static partial Regex WebhookPattern { get; }

    [GeneratedRegex("""\Gsharedaccesssignature["']?\s{0,8}[=:]\s{0,8}["']?(?<secret>[^\s"';,]+)""", IgnoreCase)]
    private static partial Regex SharedAccessSignaturePattern { get; }

    [GeneratedRegex("""\G"auth"\s{0,8}:\s{0,8}"(?<secret>[A-Za-z0-9+/=]{8,})""", IgnoreCase)]
    private static partial Regex DockerAuthPattern { get; }

    [GeneratedRegex("""\G(?<=[\s"'])pass:(?<secret>[^\s"']+)""")]
    private static partial Regex OpenSslPassPattern { get; }

    [GeneratedRegex("""\G(?:identified by(?: password)?|password)\s{1,8}(?:'(?<secret>[^']+)|"(?<secret>[^"]+))""", IgnoreCase)]
    private static partial Regex SqlPasswordPattern { get; }

    [GeneratedRegex(@"\Grootpw(?:\s{1,8}--[a-z]{1,16}){0,3}\s{1,8}(?!--)" + Argument)]
    private static partial Regex RootPasswordPattern { get; }

    [GeneratedRegex(@"\G-(?:password|again|crypted) password\s{1,8}(?<secret>\S.*)")]
    private static partial Regex DebconfPattern { get; }

    [GeneratedRegex("""\G(?<=\s)-p(?:'(?<secret>[^']+)'|"(?<secret>[^"]+)")""")]
    private static partial Regex AttachedOptionPattern { get; }

    [GeneratedRegex(@"\s-p" + Argument)]
    private static partial Regex MySqlPattern { get; }

    [GeneratedRegex(@"\s-p\s{0,4}" + Argument)]
    private static partial Regex PasswordOptionPattern { get; }

    [GeneratedRegex(@"\s(?:-p\s{0,4}|login\s{1,4}\S{1,128}\s{1,4}password\s{1,4})" + Argument)]
    private static partial Regex LoginPattern { get; }

    [GeneratedRegex("""\s(?:-u|-U|--user|--proxy-user)[\s=]{0,4}(?:"[^":]{0,128}:(?<secret>[^"]+)|'[^':]{0,128}:(?<secret>[^']+)|[^\s"':]{1,128}:(?<secret>[^\s"']+))""")]
    private static partial Regex CurlPattern { get; }

    [GeneratedRegex("""(?<=^|[\s"'])[a-z_][a-z0-9_-]{0,31}:(?<secret>[^\s"'|]+)""")]
    private static partial Regex ChpasswdPattern { get; }

    [GeneratedRegex(@"(?<![A-Za-z0-9/+=_.-])(?=[a-z0-9/+]{0,39}[A-Z])(?=[A-Z0-9/+]{0,39}[a-z])(?=[A-Za-z/+]{0,39}[0-9])(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=_-])")]
    private static partial Regex AwsSecretPattern { get; }
}
