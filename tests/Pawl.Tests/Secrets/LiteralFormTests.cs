using System.Diagnostics;
using System.Net;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Secrets;

/// <summary>A declared value as other programs write it within their own text.</summary>
public sealed class LiteralFormTests
{
    // Nothing of them stands in the text around.
    private static readonly Gen<string> Value = Gen.Char["ABCDEFGHJKLM0123456789\"'\\&<>$`!/?+=%;|(){}*~^éß"].Array[8, 40].Select(characters => new string(characters));

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Ways => [.. Written.Keys];

    private static readonly Dictionary<string, Func<string, string>> Written = new()
    {
        ["JSON, as .NET writes it"] = value => JsonSerializer.Serialize(value)[1..^1],
        ["JSON, plain"] = value => JsonSerializer.Serialize(value, Plain)[1..^1],
        ["JSON in JSON"] = value => JsonSerializer.Serialize(JsonSerializer.Serialize(value)[1..^1])[1..^1],
        ["a URL's query"] = Uri.EscapeDataString,
        ["a URL's query in small letters"] = value => LowerHex(Uri.EscapeDataString(value)),
        ["a form"] = WebUtility.UrlEncode,
        ["XML"] = value => SecurityElement.Escape(value),
        ["HTML"] = WebUtility.HtmlEncode,
        ["single quotes of a shell"] = value => value.Replace("'", "'\\''"),
        ["double quotes of a shell"] = value => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("$", "\\$").Replace("`", "\\`"),
        ["SQL and YAML"] = value => value.Replace("'", "''"),
        ["CSV and PowerShell"] = value => value.Replace("\"", "\"\""),
        ["base64"] = value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)),
        ["base64 without padding"] = value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).TrimEnd('='),
        ["base64 for URLs"] = value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).Replace('+', '-').Replace('/', '_'),
        ["base64 of UTF-16"] = value => Convert.ToBase64String(Encoding.Unicode.GetBytes(value)),
        ["base64 of echo's output"] = value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value + "\n")),
        ["hexadecimal"] = value => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value)),
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_value_never_survives_written_as(string way) => Value.Where(value => value.Trim().Length >= 8).Sample(value =>
    {
        var written = Written[way](value);
        var redacted = Redactor.For([value]).Redact($"see {written} there");
        return !redacted.Contains(written, StringComparison.Ordinal) && redacted.StartsWith("see ", StringComparison.Ordinal) && redacted.EndsWith(" there", StringComparison.Ordinal);
    });

    [Fact]
    public void A_value_never_survives_in_the_middle_of_a_command_in_base64_of_UTF_16()
    {
        var value = "Tr0ub4dor" + "&3-" + "Horse";
        foreach (var before in new[] { "", "a", "ab", "abc" })
        {
            var encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes($"{before}login {value} now"));
            var redacted = Redactor.For([value]).Redact($"powershell -EncodedCommand {encoded}");
            var rest = redacted.Split(' ')[^1].Split(Redactor.Marker);
            Assert.Equal(2, rest.Length);
            Assert.True(rest.Sum(part => part.Length) < encoded.Length - (value.Length * 2));
        }
    }

    [Fact]
    public void What_bash_itself_prints_of_a_value_is_hidden()
    {
        const string script = "printf '%q\\n' \"$V\"; set -x; : \"$V\"; : x\"$V\"";
        foreach (var value in new[] { "Tr0ub4dor" + "&3", "it's (a) $ecret", "say \"hi\" \\ now!", "50%;|<x>*?~", "a`b`c#d{e}" })
        {
            var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["V"] = value } };
            using var bash = Process.Start(start)!;
            var printed = bash.StandardOutput.ReadToEnd() + bash.StandardError.ReadToEnd();
            bash.WaitForExit();
            Assert.Equal(["[redacted]", "+ : [redacted]", "+ : [redacted]"], Redactor.For([value]).Redact(printed).TrimEnd().Split('\n').Select(WithoutQuotes));
        }
    }

    private static string WithoutQuotes(string line) => line.Replace("'", "").Replace("x[", "[");

    private static string LowerHex(string url) => string.Concat(url.Select((c, i) => (i >= 1 && url[i - 1] == '%') || (i >= 2 && url[i - 2] == '%') ? char.ToLowerInvariant(c) : c));
}
