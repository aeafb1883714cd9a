using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Pawl.Secrets;

/// <summary>How URLs, JSON, shells, XML, SQL and YAML write a text within theirs.</summary>
internal static class EscapedForms
{
    private const string ShellSpecial = " \t!\"$&'()*,;<>?[\\]^`{|}";

    // These are special only where a word begins.
    private const string ShellSpecialFirst = "#~";

    /// <summary>All of them; many are the same for a text of letters and digits.</summary>
    public static IEnumerable<string> Of(string value) => [.. Urls(value), .. Json(value), .. Shell(value), .. Xml(value), .. Doubled(value)];

    private static IEnumerable<string> Urls(string value)
    {
        var url = Uri.EscapeDataString(value);
        var path = url.Replace("%2F", "/");
        var form = WebUtility.UrlEncode(value);
        var script = url.Replace("%21", "!").Replace("%27", "'").Replace("%28", "(").Replace("%29", ")").Replace("%2A", "*");
        string[] urls = [url, path, form, script];
        return [.. urls, .. urls.Select(LowerHex)];
    }

    private static string LowerHex(string url)
    {
        var text = new StringBuilder(url);
        for (var i = 0; i + 2 < text.Length; i++)
        {
            if (text[i] != '%')
                continue;
            text[i + 1] = char.ToLowerInvariant(text[i + 1]);
            text[i + 2] = char.ToLowerInvariant(text[i + 2]);
        }

        return text.ToString();
    }

    // Plain, with \/ as PHP does, in ASCII as Python does, with \u003c as Go does, as .NET does; and JSON in a string of JSON.
    private static IEnumerable<string> Json(string value)
    {
        var plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        var ascii = Ascii(plain);
        var html = plain.Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026");
        string[] once = [plain, plain.Replace("/", "\\/"), ascii, html, JavaScriptEncoder.Default.Encode(value)];
        return [.. once, .. once.Select(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode)];
    }

    private static string Ascii(string text)
    {
        var ascii = new StringBuilder(text.Length);
        foreach (var c in text)
            _ = char.IsAscii(c) ? ascii.Append(c) : ascii.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        return ascii.ToString();
    }

    // In single quotes, in double quotes, and without quotes.
    private static IEnumerable<string> Shell(string value)
    {
        var quoted = value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("$", "\\$").Replace("`", "\\`");
        var bare = string.Concat(value.Select((c, i) => ShellSpecial.Contains(c) || (i == 0 && ShellSpecialFirst.Contains(c)) ? $"\\{c}" : $"{c}"));
        return [value.Replace("'", "'\\''"), value.Replace("'", "'\"'\"'"), value.Replace("\\", "\\\\").Replace("'", "\\'"), quoted, quoted.Replace("!", "\\!"), bare];
    }

    private static IEnumerable<string> Xml(string value)
    {
        var text = value.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
        var attribute = text.Replace("\"", "&quot;");
        return [text, attribute, attribute.Replace("'", "&#39;"), attribute.Replace("'", "&apos;"), attribute.Replace("'", "&#x27;"), WebUtility.HtmlEncode(value),
            text.Replace("\"", "&#34;").Replace("'", "&#39;")];
    }

    // SQL and YAML double a single quote, CSV and PowerShell a double one.
    private static IEnumerable<string> Doubled(string value) => [value.Replace("'", "''"), value.Replace("\"", "\"\"")];
}
