using System.Collections.Immutable;

namespace Pawl.Erasing;

/// <summary>A person, by what names him: names, addresses, accounts. Found as whole words, in any case, also where an address was escaped for a URL.</summary>
public sealed class Subject
{
    /// <summary>What stands in the place of a name that was erased from a log.</summary>
    public const string Mark = "(erased)";

    private readonly ImmutableArray<string> _forms;

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
        _forms = [.. given.Concat(given.Select(Uri.EscapeDataString)).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(form => form.Length)];
    }

    /// <summary>The fewest characters of a name.</summary>
    public static int Shortest => 3;

    /// <summary>True when a text names him.</summary>
    public bool IsIn(string text)
    {
        foreach (var form in _forms)
        {
            if (IndexOf(text, form, 0) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>A text with a mark in the place of each name.</summary>
    public string MaskIn(string text)
    {
        foreach (var form in _forms)
        {
            for (var at = IndexOf(text, form, 0); at >= 0; at = IndexOf(text, form, at + Mark.Length))
                text = string.Concat(text.AsSpan(0, at), Mark, text.AsSpan(at + form.Length));
        }

        return text;
    }

    private static int IndexOf(string text, string form, int from)
    {
        for (var at = Next(from); at >= 0; at = Next(at + 1))
        {
            if (IsBorder(text, at - 1, form[0]) && IsBorder(text, at + form.Length, form[^1]))
                return at;
        }

        return -1;

        int Next(int start) => start < text.Length ? text.IndexOf(form, start, StringComparison.OrdinalIgnoreCase) : -1;
    }

    // A name ends where no letter or digit goes on; one that ends with something else ends anyway.
    private static bool IsBorder(string text, int at, char edge) =>
        at < 0 || at >= text.Length || !char.IsLetterOrDigit(text[at]) || !char.IsLetterOrDigit(edge);
}
