using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Pawl.Packer;

/// <summary>A line of what <c>packer -machine-readable</c> prints: <c>TIME,TARGET,TYPE,DATA,...</c>
/// (https://developer.hashicorp.com/packer/docs/commands#machine-readable-output).</summary>
/// <param name="Seconds">When, in seconds since 1970.</param>
/// <param name="Target">Which builder it is about; empty for Packer as a whole.</param>
/// <param name="Type">What it tells: <c>ui</c>, <c>artifact</c>, <c>error</c> ...</param>
/// <param name="Data">The rest, a text each, unescaped.</param>
public sealed record MachineReadableLine(long Seconds, string Target, string Type, ImmutableArray<string> Data)
{
    /// <summary>The most texts of <see cref="Data"/>; in a line with more, the last one holds the rest.</summary>
    public const int MostData = 16;

    private const int FixedFields = 3;
    private const int LongestTime = 18;
    private const string Comma = "%!(PACKER_COMMA)";

    /// <summary>Reads a line; false when it is none of these, such as a panic's or a log's. Packer doesn't mark a backslash of the text itself:
    /// one before an <c>n</c> or <c>r</c> can't be told from an escaped line end.</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out MachineReadableLine? parsed)
    {
        var fields = line.Split(',', FixedFields + MostData);
        parsed = null;
        if (fields.Length < FixedFields || !TryParseTime(fields[0], out var seconds) || !IsType(fields[2]))
            return false;
        parsed = new MachineReadableLine(seconds, Unescape(fields[1]), fields[2], [.. fields.Skip(FixedFields).Select(Unescape)]);
        return true;
    }

    /// <summary>The text at a place of <see cref="Data"/>; empty when there is none.</summary>
    public string At(int place) => place < Data.Length ? Data[place] : "";

    /// <summary>The texts from a place on. A comma that Packer didn't escape parted them.</summary>
    public string From(int place) => string.Join(',', Data.Skip(place));

    private static bool TryParseTime(string text, out long seconds)
    {
        seconds = 0;
        return text.Length is > 0 and <= LongestTime && text.All(char.IsAsciiDigit) && long.TryParse(text, out seconds);
    }

    private static bool IsType(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string Unescape(string text) => text
        .Replace(Comma, ",", StringComparison.Ordinal)
        .Replace("\\n", "\n", StringComparison.Ordinal)
        .Replace("\\r", "\r", StringComparison.Ordinal);
}
