using System.Buffers;
using System.Text.RegularExpressions;

namespace Pawl.Secrets;

/// <summary>Hides private keys in PEM and OpenPGP form, from their begin line to their end line, and those of PuTTY's files, within a
/// stream of lines.</summary>
internal sealed partial class PrivateKeyBlock
{
    /// <summary>A block without an end is hidden for so many lines.</summary>
    public const int LongestBlock = 200;

    // A begin line without a key behind it (a search for one, say) must not hide the log that follows: after so many lines that
    // aren't a key's, only lines that are one's are hidden.
    private const int MostStrangeLines = 3;

    // A line of a key in full; shorter ones only if there is nothing else in the line.
    private const int FullLine = 40;

    private const string Armour = "PRIVATE KEY";
    private const string Putty = "Private-Lines:";

    private static readonly SearchValues<char> Body = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private int _left;
    private int _strange;

    /// <summary>Hides what of a block is in the stream's next line.</summary>
    public void Scan(string line, Mask mask)
    {
        if (_left == 0 && !MayBegin(line))
            return;
        var from = _left > 0 ? GoOn(line, mask) : 0;
        while (_left == 0 && BeginLine.Match(line, from) is { Success: true } begin)
        {
            _left = LongestBlock;
            _strange = 0;
            // PuTTY's line says how many lines follow, which is no secret.
            var isPutty = begin.ValueSpan.StartsWith(Putty);
            from = isPutty ? line.Length : Close(line, begin.Index, begin.Index + begin.Length, mask);
        }
    }

    private int GoOn(string line, Mask mask)
    {
        if (PuttyEnd.IsMatch(line))
            return _left = 0;
        var body = IsBody(line);
        if (_strange < MostStrangeLines)
            _strange = body ? 0 : _strange + 1;
        else if (!body && !EndLine.IsMatch(line))
            return Pass(line);
        return Close(line, 0, 0, mask);
    }

    private int Pass(string line)
    {
        // A new block begins anew.
        _left = MayBegin(line) ? 0 : _left - 1;
        return 0;
    }

    // Hides up to the block's end, or to the line's end if it isn't in it.
    private int Close(string line, int from, int searched, Mask mask)
    {
        var end = EndLine.Match(line, searched);
        _left = end.Success ? 0 : _left - 1;
        return mask.Add(new Stretch(from, end.Success ? end.Index + end.Length : line.Length));
    }

    // PuTTY's line ends with a number.
    private static bool MayBegin(string line) => line.Contains(Armour, StringComparison.Ordinal)
        || (line.Length > 0 && char.IsAsciiDigit(line[^1]) && line.Contains(Putty, StringComparison.Ordinal));

    private static bool IsBody(string line)
    {
        var text = line.AsSpan().Trim();
        if (!text.ContainsAnyExcept(Body) || HeaderLine.IsMatch(text))
            return true;
        for (var rest = text; rest.Length >= FullLine;)
        {
            var length = rest.IndexOfAnyExcept(Body);
            if (length < 0 || length >= FullLine)
                return length >= 0 || rest.Length >= FullLine;
            rest = rest[(length + 1)..];
        }

        return false;
    }

    [GeneratedRegex("-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}|Private-Lines: [0-9]{1,3}$")]
    private static partial Regex BeginLine { get; }

    [GeneratedRegex("-{4,5} ?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}")]
    private static partial Regex EndLine { get; }

    [GeneratedRegex("Private-MAC: ")]
    private static partial Regex PuttyEnd { get; }

    [GeneratedRegex("^(?:Proc-Type|DEK-Info|Comment|Version|Hash|Charset|MessageID|Subject|x-[a-z]+): ")]
    private static partial Regex HeaderLine { get; }
}
