using System.Collections.Immutable;
using System.Net;
using System.Text.Json;

namespace Pawl.Erasing;

/// <summary>A person, by what names him: names, addresses, accounts. Found as whole words, in any case, whatever space is between them, also where a text was
/// escaped for a URL or JSON.</summary>
public sealed class Subject
{
    /// <summary>What stands in the place of a name that was erased from a log.</summary>
    public const string Mark = "(erased)";

    // Each by its words.
    private readonly ImmutableArray<string[]> _forms;

    /// <summary>Makes one of names.</summary>
    /// <exception cref="ArgumentException">There is none, or one is too short to be told from other words.</exception>
    public Subject(IEnumerable<string> names)
    {
        var given = names.Select(name => name.Trim()).Where(name => name.Length > 0).ToArray();
        if (given.Length == 0)
            throw new ArgumentException("no name was given", nameof(names));
        if (given.FirstOrDefault(name => name.Length < Shortest) is { } word)
            throw new ArgumentException($"'{word}' has less than {Shortest} characters, and would be found in what names nobody", nameof(names));
        // The longest first: of a name and its beginning the whole is masked.
        _forms = [.. given.SelectMany(FormsOf).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(form => form.Length)
            .Select(form => form.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
    }

    /// <summary>The fewest characters of a name.</summary>
    public static int Shortest => 3;

    /// <summary>True when a text names him.</summary>
    public bool IsIn(string text)
    {
        foreach (var form in _forms)
        {
            if (Find(text, form, 0).Length > 0)
                return true;
        }

        return false;
    }

    /// <summary>A text with a mark in the place of each name.</summary>
    public string MaskIn(string text)
    {
        foreach (var form in _forms)
        {
            for (var at = Find(text, form, 0); at.Length > 0; at = Find(text, form, at.Index + Mark.Length))
                text = string.Concat(text.AsSpan(0, at.Index), Mark, text.AsSpan(at.Index + at.Length));
        }

        return text;
    }

    private static IEnumerable<string> FormsOf(string name) =>
        [name, Uri.EscapeDataString(name), WebUtility.UrlEncode(name), JsonEncodedText.Encode(name).Value];

    // Of length 0 when there is none.
    private static (int Index, int Length) Find(string text, string[] words, int from)
    {
        for (var at = Next(from); at >= 0; at = Next(at + 1))
        {
            var end = EndOf(text, at, words);
            if (end > at && IsBorder(text, at - 1, words[0][0]) && IsBorder(text, end, words[^1][^1]))
                return (at, end - at);
        }

        return default;

        int Next(int start) => start < text.Length ? text.IndexOf(words[0], start, StringComparison.OrdinalIgnoreCase) : -1;
    }

    // -1 when the other words don't follow.
    private static int EndOf(string text, int at, string[] words)
    {
        var end = at + words[0].Length;
        foreach (var word in words.AsSpan(1))
        {
            var next = end;
            while (next < text.Length && char.IsWhiteSpace(text[next]))
                next++;
            if (next == end || !text.AsSpan(next).StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return -1;
            end = next + word.Length;
        }

        return end;
    }

    // A name ends where no letter or digit goes on; one that ends with something else ends anyway.
    private static bool IsBorder(string text, int at, char edge) =>
        at < 0 || at >= text.Length || !char.IsLetterOrDigit(text[at]) || !char.IsLetterOrDigit(edge);
}
