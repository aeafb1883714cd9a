namespace Pawl.Secrets;

/// <summary>The last resort: hides what looks random and is called nothing that is public. Only text of capitals, small letters and digits
/// that is long enough: hashes in hexadecimal, UUIDs, ids of clouds, versions and names of packages never are. One for each stream.</summary>
internal sealed class RandomText(LastResort resort)
{
    /// <summary>Shorter text isn't looked at.</summary>
    public const int Shortest = 32;

    private static readonly bool[] Characters =
        [.. Enumerable.Range(0, 128).Select(c => char.IsAsciiLetterOrDigit((char)c) || (char)c is '+' or '/' or '_' or '-')];

    private readonly Base64Block _block = new();

    /// <summary>Hides what looks random in the stream's next line.</summary>
    public void Scan(string line, Mask mask)
    {
        _block.Begin();
        ScanAgain(line, mask);
    }

    /// <summary>The same for a line that was looked at before something of it was hidden.</summary>
    public void ScanAgain(string line, Mask mask)
    {
        if (resort == LastResort.Off)
            return;
        _block.Look(line);
        // A run of that length has a character at one of these places, so most characters are never looked at.
        for (var at = Shortest - 1; at < line.Length;)
        {
            var start = at + 1;
            while (start > 0 && IsCharacter(line[start - 1]) && start > at + 1 - Shortest)
                start--;
            if (start > at + 1 - Shortest)
            {
                at = start + Shortest - 1;
                continue;
            }

            var end = at + 1;
            while (end < line.Length && IsCharacter(line[end]))
                end++;
            Consider(line, new Stretch(start, end), mask);
            at = end + Shortest;
        }
    }

    private void Consider(string line, Stretch run, Mask mask)
    {
        run = new Stretch(AfterEscape(line, run.Start), run.End);
        var text = line.AsSpan(run.Start, run.End - run.Start);
        // Told fast: hashes and names of files.
        if (!text.ContainsAnyInRange('A', 'Z') || !text.ContainsAnyInRange('0', '9') || !text.ContainsAnyInRange('a', 'z'))
            return;
        if (KnownPublic.Begins(text) || _block.Holds(line, run) || KnownPublic.IsPath(line, run.Start, run.End) || KnownPublic.IsNamed(line, run.Start))
            return;
        if (Randomness.IsIn(text))
        {
            mask.Add(new Stretch(run.Start, EndOfPadding(line, run.End)));
            return;
        }

        // A name before it, or a path around it, makes a whole look less random than a part.
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOfAny('/', '_', '-');
            var part = length < 0 ? text[start..] : text.Slice(start, length);
            if (Randomness.IsIn(part) && !KnownPublic.IsNamed(line, run.Start + start))
                mask.Add(new Stretch(run.Start + start, length < 0 ? EndOfPadding(line, run.End) : run.Start + start + length));
            start += part.Length + 1;
        }
    }

    // What an escape's letters are is no part of the text: \n, %3D.
    private static int AfterEscape(string line, int start) => start switch
    {
        > 0 when line[start - 1] == '\\' && line[start] is 'n' or 'r' or 't' => start + 1,
        > 0 when line[start - 1] == '%' && char.IsAsciiHexDigit(line[start]) && char.IsAsciiHexDigit(line[start + 1]) => start + 2,
        _ => start,
    };

    private static int EndOfPadding(string line, int end)
    {
        for (var padding = 0; padding < 2 && end < line.Length && line[end] == '='; padding++)
            end++;
        return end;
    }

    private static bool IsCharacter(char c) => c < Characters.Length && Characters[c];
}

/// <summary>Whether to hide what only looks like a secret.</summary>
internal enum LastResort
{
    /// <summary>In text for people.</summary>
    On,

    /// <summary>Not in values for programs: an id or a hash must not be lost by a guess.</summary>
    Off,
}
