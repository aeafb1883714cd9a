using System.Text.RegularExpressions;

namespace Pawl.Secrets;

// Patterns of command lines, as linear as those of tokens.
internal static partial class RedactionRules
{
    [GeneratedRegex("""\G(?<=[\s"'])pass:(?<secret>[^\s"']+)""")]
    private static partial Regex OpenSslPassPattern { get; }

    [GeneratedRegex("""\G(?<=\s)-p(?:'(?<secret>[^']+)'|"(?<secret>[^"]+)")""")]
    private static partial Regex AttachedOptionPattern { get; }

    [GeneratedRegex("""\Gconvertto-securestring\s{1,4}(?:-(?:String|AsPlainText|Force)\s{1,4}){0,3}["'](?<secret>[^"']+)""", IgnoreCase)]
    private static partial Regex SecureStringPattern { get; }

    // In a list of arguments the option stands in quotes with its value.
    [GeneratedRegex(@"\s-p" + Argument + """|["']-p(?<secret>[^\s'",=-][^\s'",]*)""")]
    private static partial Regex MySqlPattern { get; }

    [GeneratedRegex(@"\s-p\s{0,4}" + Argument)]
    private static partial Regex PasswordOptionPattern { get; }

    [GeneratedRegex(@"\s(?:-p\s{0,4}|login\s{1,4}\S{1,128}\s{1,4}password\s{1,4})" + Argument)]
    private static partial Regex LoginPattern { get; }

    [GeneratedRegex("""\s(?:-u|-U|--user|--proxy-user)[\s=]{0,4}(?:"[^":]{0,128}:(?<secret>[^"]+)|'[^':]{0,128}:(?<secret>[^']+)|[^\s"':]{1,128}:(?<secret>[^\s"']+))""")]
    private static partial Regex CurlPattern { get; }

    [GeneratedRegex("""(?<=^|[\s"'])[a-z_][a-z0-9_-]{0,31}:(?<secret>[^\s"'|]+)""")]
    private static partial Regex ChpasswdPattern { get; }

    [GeneratedRegex("""(?<![A-Za-z0-9_-])(?:echo|printf)(?:\s{1,4}-[a-zA-Z]{1,3}|\s{1,4}["']?%s(?:\\n)?["']?){0,2}\s{1,4}(?:"(?<secret>[^"]+)"|'(?<secret>[^']+)'|(?<secret>[^\s'"|]+))\s{0,4}\|""")]
    private static partial Regex EchoPattern { get; }

    [GeneratedRegex(@"(?<![A-Za-z0-9.])(?:7za?\s[^|;&]{0,200}?\s-p(?<secret>[^\s'""]+)|(?:un)?zip\s[^|;&]{0,200}?-P\s{1,4}" + Argument + ")")]
    private static partial Regex ArchivePattern { get; }

    [GeneratedRegex(@"\s-a\s{1,4}" + Argument)]
    private static partial Regex RedisPattern { get; }

    [GeneratedRegex(@"\s-w\s{0,4}" + Argument)]
    private static partial Regex LdapPattern { get; }

    [GeneratedRegex("""\s(?:-U|--user)[\s=]{0,4}["']?[^\s%"']{1,128}%(?<secret>[^\s"']+)""")]
    private static partial Regex SmbPattern { get; }

    [GeneratedRegex("""\Gnet user\s{1,4}(?:"[^"]{1,64}"|[^\s"]{1,64})\s{1,4}(?:"(?<secret>[^"]{1,256})"|(?<secret>[^\s"/*][^\s"]{0,255}))(?=\s{0,4}(?:$|[/&|;"']))""", IgnoreCase)]
    private static partial Regex WindowsUserPattern { get; }

    [GeneratedRegex(@"\Grabbitmqctl\s{1,4}(?:-\S{1,32}\s{1,4}){0,3}(?:add_user|change_password|authenticate_user)\s{1,4}\S{1,64}\s{1,4}" + Argument)]
    private static partial Regex RabbitPattern { get; }

    // -n writes no file, -b takes the password from the command line.
    [GeneratedRegex(@"\Ghtpasswd\s{1,4}(?:-(?=[a-zA-Z]{0,8}b)[a-zA-Z]{0,8}n[a-zA-Z]{0,8}|-[a-zA-Z]{0,8}b[a-zA-Z]{0,8}(?:\s{1,4}-C\s{0,4}[0-9]{1,2})?\s{1,4}[^\s-]\S{0,255})\s{1,4}\S{1,64}\s{1,4}" + Argument)]
    private static partial Regex HtpasswdPattern { get; }

    [GeneratedRegex("""(?<=[\s"'])[A-Za-z0-9_$#]{1,64}/(?<secret>[^\s@/"'][^\s@"']{0,127})@""")]
    private static partial Regex OracleLoginPattern { get; }

    [GeneratedRegex(@"\G\s(?:private|preshared)-key\s{1,4}(?<secret>[A-Za-z0-9+/]{42,43}={0,2})")]
    private static partial Regex WireGuardPattern { get; }
}
