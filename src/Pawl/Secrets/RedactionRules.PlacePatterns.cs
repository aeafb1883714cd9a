using System.Text.RegularExpressions;

namespace Pawl.Secrets;

// Patterns of places, as linear as those of tokens.
internal static partial class RedactionRules
{
    // In quotes, or a word.
    private const string Argument = """(?:"(?<secret>[^"]+)"|'(?<secret>[^']+)'|(?<secret>[^\s'"]+))""";

    [GeneratedRegex("""\Gauthorization(?:\\?["']\]?\s{0,8}(?:[:=]>?|,)|\]?\s{0,8}[:=]>?)(?>\s{0,8})(?:\\?["'])?(?:(?:Bearer|Basic|Token|ApiKey|Negotiate|NTLM)\s{1,8}(?<secret>[^\s"'\\,]+)|(?<secret>(?:Digest|OAuth|AWS4-HMAC-SHA256)\s[^\r\n]+)|(?!(?:null|nil|none|true|false|undefined)\b)(?<secret>[^"'\\\r\n]+))""", IgnoreCase)]
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

    // A UUID signs nothing.
    [GeneratedRegex(@"\G(?<![A-Za-z0-9])(?:sig|signature)=(?![0-9a-f]{8}-[0-9a-f]{4}-)(?<secret>[A-Za-z0-9%+/=_-]{16,})", IgnoreCase)]
    private static partial Regex SignaturePattern { get; }

    [GeneratedRegex(@"\G(?:hooks\.slack\.com/(?:services|workflows|triggers)|discord\.com/api/webhooks|webhook\.office\.com/webhookb2)/(?<secret>[A-Za-z0-9/_@-]{20,})", IgnoreCase)]
    private static partial Regex WebhookPattern { get; }

    [GeneratedRegex("""\Gsharedaccesssignature["']?\s{0,8}[=:]\s{0,8}["']?(?<secret>[^\s"';,]+)""", IgnoreCase)]
    private static partial Regex SharedAccessSignaturePattern { get; }

    [GeneratedRegex(@"\G(?:pwd|password)=\{(?<secret>[^{}]{1,1024})\}", IgnoreCase)]
    private static partial Regex OdbcPasswordPattern { get; }

    [GeneratedRegex("""\Goracle:(?:thin|oci):[^\s/@:"']{1,64}/(?<secret>[^\s@"']{1,256})@""", IgnoreCase)]
    private static partial Regex OraclePasswordPattern { get; }

    [GeneratedRegex("""\G(?<=:(?<secret>[^\s:@"'/\\]{1,256}))@(?:tcp|unix)\(""")]
    private static partial Regex GoDataSourcePattern { get; }

    // host:port:database:user:password
    [GeneratedRegex("""(?<![^\s'"=])[^\s:'"]{1,253}:(?:[0-9]{1,5}|\*):[^\s:'"]{1,64}:[^\s:'"]{1,64}:(?<secret>[^\s'":]{1,256})""")]
    private static partial Regex PgpassPattern { get; }

    [GeneratedRegex("""\G:_(?:authToken|auth|password)\s{1,4}(?<secret>[^\s"']+)""", IgnoreCase)]
    private static partial Regex NpmConfigPattern { get; }

    [GeneratedRegex("""\G(?:identified by(?: password)?|password)(?:\s{1,8}|\s{0,4}\(\s{0,4})(?:'(?<secret>[^']+)|"(?<secret>[^"]+))""", IgnoreCase)]
    private static partial Regex SqlPasswordPattern { get; }

    [GeneratedRegex(@"\Grootpw(?:\s{1,8}--[a-z]{1,16}){0,3}\s{1,8}(?!--)" + Argument)]
    private static partial Regex RootPasswordPattern { get; }

    // owner owner/question password VALUE, the question being one for a password
    [GeneratedRegex("""\G(?<=[a-z0-9.+-]\s{1,8}[a-z0-9.+-]{1,64}/[A-Za-z0-9/_-]{0,64}(?:passw|passphrase|secret)[A-Za-z0-9/_-]{0,32})\spassword\s{1,8}(?<secret>[^\s'"][^\r\n'"]*)""")]
    private static partial Regex DebconfPattern { get; }

    [GeneratedRegex("""\Gpassword is(?: generated for \S{1,100}?| now| set to)?\s{0,4}(?::\s{0,4}["']?(?<secret>[^\s"']+)|["'](?<secret>[^"']{1,256})["'])""", IgnoreCase)]
    private static partial Regex ToldPasswordPattern { get; }

    [GeneratedRegex("""\G(?:requirepass|masterauth)\s{1,8}["']?(?<secret>[^\s"']+)""")]
    private static partial Regex ServerPasswordPattern { get; }

    [GeneratedRegex("""\Gdefine\(\s{0,4}["'][A-Z0-9_]{0,64}(?:PASS|SECRET|TOKEN|KEY|SALT)[A-Z0-9_]{0,16}["']\s{0,4},\s{0,4}["'](?<secret>[^"']+)""")]
    private static partial Regex PhpDefinePattern { get; }

    [GeneratedRegex(@"\G(?:(?:unseal|recovery) key\s[0-9]{1,2}:\s{0,8}(?<secret>\S+)|operator unseal\s{1,4}(?<secret>[A-Za-z0-9+/=]{20,}))", IgnoreCase)]
    private static partial Regex UnsealKeyPattern { get; }
}
