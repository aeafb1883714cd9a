using System.Globalization;
using System.Text.RegularExpressions;

namespace Pawl.Tests.Secrets.Corpus;

/// <summary>Lines without a secret, as tools print them at image builds. The files beside this one have real lines, of which hosts, paths
/// and names are changed and hashes, numbers and the like are placeholders: <c>{x40}</c> 40 hexadecimal digits (X in capitals), <c>{b43}</c> base64, <c>{u}</c> a
/// UUID, <c>{d3}</c> digits, <c>{a8}</c> small letters and digits, <c>{A24}</c> letters and digits, <c>{Y16}</c> base32; <c>{{</c> is a brace.</summary>
internal static partial class CleanLines
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/Pawl.Tests/Secrets/Corpus/clean");

    /// <summary>All lines, each so many times with other numbers, and the tool that prints it.</summary>
    public static IEnumerable<(string Tool, string Line)> All(int rounds)
    {
        var files = Directory.GetFiles(Folder, "*.txt").Order(StringComparer.Ordinal)
            .Select(file => (Tool: Path.GetFileNameWithoutExtension(file), Lines: File.ReadAllLines(file))).ToArray();
        var shapes = new Shapes(seed: 1);
        return Enumerable.Range(0, rounds).SelectMany(_ => files).SelectMany(file => file.Lines.Select(line => (file.Tool, Fill(line, shapes))));
    }

    private static string Fill(string line, Shapes shapes) => Placeholder.Replace(line, match =>
    {
        var length = match.Groups["length"] is { Success: true } digits ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;
        return match.Value switch
        {
            "{{" => "{",
            "}}" => "}",
            "{u}" => shapes.Uuid(),
            ['{', 'x', ..] => shapes.Hex(length),
            ['{', 'X', ..] => shapes.Of("0123456789ABCDEF", length),
            ['{', 'b', ..] => shapes.Of(Shapes.Base62 + "+/", length),
            ['{', 'd', ..] => shapes.Of(Shapes.Digits, length),
            ['{', 'a', ..] => shapes.LowerAlnum(length),
            ['{', 'A', ..] => shapes.Alnum(length),
            _ => shapes.Base32(length),
        };
    });

    [GeneratedRegex(@"\{\{|\}\}|\{u\}|\{[xXbdaAY](?<length>\d+)\}")]
    private static partial Regex Placeholder { get; }
}
