using System.Diagnostics.CodeAnalysis;

namespace Pawl.Builds;

/// <summary>Names one build: a letter or digit, then up to 127 letters, digits, dots, underscores or hyphens (ASCII only).
/// Safe as a file name, an object key and an SQL value, because it can hold nothing else.</summary>
public readonly record struct BuildId
{
    /// <summary>What a build id may look like, for error messages.</summary>
    public const string Rule = "a letter or digit, then up to 127 letters, digits, '.', '_' or '-'";

    private const int MaxLength = 128;

    private readonly string? _value;

    private BuildId(string value) => _value = value;

    /// <summary>The id as text.</summary>
    public string Value => _value ?? "";

    /// <summary>Reads an id; false when the text breaks <see cref="Rule"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BuildId id)
    {
        var valid = IsName(text, MaxLength);
        id = valid ? new BuildId(text!) : default;
        return valid;
    }

    /// <summary>Reads an id that is known to be one.</summary>
    /// <exception cref="FormatException">The text breaks <see cref="Rule"/>.</exception>
    public static BuildId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"not a build id: it must be {Rule}");

    /// <inheritdoc/>
    public override string ToString() => Value;

    internal static bool IsName([NotNullWhen(true)] string? text, int maxLength)
    {
        if (string.IsNullOrEmpty(text) || text.Length > maxLength || !char.IsAsciiLetterOrDigit(text[0]))
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
                return false;
        }

        return true;
    }
}
