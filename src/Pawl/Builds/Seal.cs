using System.Text.RegularExpressions;

namespace Pawl.Builds;

/// <summary>Says that a build's values are sealed, and by which of the keys that are kept for its id. It stands in the first event and holds for all:
/// of such a build nothing is ever recorded in the clear.</summary>
public readonly partial record struct Seal
{
    private readonly string? _text;

    private Seal(string text) => _text = text;

    /// <summary>The values stand there in the clear.</summary>
    public static Seal None { get; }

    /// <summary>True for <see cref="None"/>.</summary>
    public bool IsNone => _text is null;

    /// <summary>How it is sealed; a higher number than this program knows is a newer Pawl's.</summary>
    public string Scheme => IsNone ? "" : _text![.._text!.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>The name of the build's key.</summary>
    public string KeyName => IsNone ? "" : _text![(_text!.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Reads a scheme's number, a colon and 32 lower-case hexadecimal digits.</summary>
    public static bool TryParse(string text, out Seal seal)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isSeal = Form().IsMatch(text);
        seal = isSeal ? new Seal(text) : None;
        return isSeal;
    }

    /// <summary>Reads a seal that is known to be one.</summary>
    /// <exception cref="FormatException">It isn't.</exception>
    public static Seal Parse(string text) => TryParse(text, out var seal) ? seal : throw new FormatException($"not a seal: {text}");

    /// <summary>As it stands in the first event; empty for <see cref="None"/>.</summary>
    public override string ToString() => _text ?? "";

    [GeneratedRegex(@"\A[1-9][0-9]{0,3}:[0-9a-f]{32}\z")]
    private static partial Regex Form();
}
