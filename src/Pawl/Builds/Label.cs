using System.Diagnostics.CodeAnalysis;

namespace Pawl.Builds;

/// <summary>A short name that stands in paths and queries: a cloud provider (<c>aws</c>) or an image type (<c>rhel8-webserver</c>).</summary>
public readonly record struct Label
{
    /// <summary>What a label may look like, for error messages.</summary>
    public const string Rule = "a letter or digit, then up to 63 letters, digits, '.', '_' or '-'";

    private const int MaxLength = 64;

    private readonly string? _value;

    private Label(string value) => _value = value;

    /// <summary>The label as text.</summary>
    public string Value => _value ?? "";

    /// <summary>Reads a label; false when the text breaks <see cref="Rule"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Label label)
    {
        var valid = BuildId.IsName(text, MaxLength);
        label = valid ? new Label(text!) : default;
        return valid;
    }

    /// <summary>Reads a label that is known to be one.</summary>
    /// <exception cref="FormatException">The text breaks <see cref="Rule"/>.</exception>
    public static Label Parse(string text) =>
        TryParse(text, out var label) ? label : throw new FormatException($"not a label: it must be {Rule}");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
