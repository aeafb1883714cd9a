using Pawl.Pipelines;
using YamlDotNet.Core;

namespace Pawl.Yaml;

/// <summary>Says what to do about a text that is not YAML.</summary>
internal static class SyntaxComplaint
{
    /// <summary>By a part of the parser's message, the first that fits.</summary>
    private static readonly (string Part, string Mend)[] Mends =
    [
        ("tab", "indent with spaces, never with tabs"),
        ("escape", "write \\\\ for a backslash, or put the text in single quotes, where a backslash stands for itself"),
        ("surrogates", "write the character itself"),
        ("quoted scalar", "close the quote, and indent lines that go on"),
        ("invalid mapping", "put a value that has `: ` in it in quotes, or mend the line's indentation"),
        ("cannot start any token", "put the value in quotes"),
        ("flow", "close the bracket, and put a comma between values"),
        ("block", "give the keys of one map the same indentation, and each a `:`"),
        ("document", "take lines that begin with % or --- out"),
        ("", "look at the indentation, quotes and brackets there"),
    ];

    public static YamlRefusedException Of(YamlException e, string text)
    {
        var at = new SourcePosition((int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column));
        var message = e.Message.TrimEnd('.', ' ');
        var (part, mend) = Mends.First(m => message.Contains(m.Part, StringComparison.OrdinalIgnoreCase));
        return new(part == "tab" ? TabAfter(at, text) : at, $"this is not YAML: {message}", mend);
    }

    /// <summary>The parser names the value before the tab; people look for the tab.</summary>
    private static SourcePosition TabAfter(SourcePosition at, string text)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var indentation = line[..^line.TrimStart().Length];
            if (number >= at.Line && indentation.Contains('\t'))
                return new(number, indentation.IndexOf('\t') + 1);
        }

        return at;
    }
}
