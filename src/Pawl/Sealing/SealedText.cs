using System.Buffers.Text;
using System.Globalization;
using Pawl.Builds;

namespace Pawl.Sealing;

/// <summary>A sealed value as it stands in events, tables and objects: <c>pawl:1:VERSION:</c> and, in base64url, nonce, ciphertext and tag.</summary>
/// <param name="Version">The version of the event that it was sealed for, whose key opens it.</param>
/// <param name="Content">Nonce, ciphertext and tag.</param>
internal readonly record struct SealedText(BuildVersion Version, byte[] Content)
{
    /// <summary>What is shown to those who have no key.</summary>
    public const string Hidden = "(sealed)";

    /// <summary>What is shown of a value whose key was destroyed.</summary>
    public const string Erased = "(erased)";

    private const string Start = "pawl:1:";

    /// <summary>True when a text looks like a sealed one.</summary>
    public static bool IsOne(string text) => TryParse(text, out _);

    /// <summary>A text that may be a sealed one, for those who have no key.</summary>
    public static string Shown(string text) => IsOne(text) ? Hidden : text;

    /// <summary>True when a text begins like a sealed one, of which the end may be cut.</summary>
    public static bool IsStart(string text) => text.StartsWith(Start, StringComparison.Ordinal);

    public static bool TryParse(string text, out SealedText value)
    {
        value = default;
        if (!text.StartsWith(Start, StringComparison.Ordinal))
            return false;
        var colon = text.IndexOf(':', Start.Length);
        if (colon < 0 || !long.TryParse(text.AsSpan(Start.Length, colon - Start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return false;
        var encoded = text.AsSpan(colon + 1);
        if (version is <= 0 or > uint.MaxValue || !Base64Url.IsValid(encoded))
            return false;
        value = new SealedText(new BuildVersion(version), Base64Url.DecodeFromChars(encoded));
        return true;
    }

    /// <summary>Writes nonce, ciphertext and tag of a value that was sealed for a version.</summary>
    public static string Write(BuildVersion version, ReadOnlySpan<byte> content)
    {
        Span<char> head = stackalloc char[Start.Length + 20];
        head.TryWrite(CultureInfo.InvariantCulture, $"{Start}{version.Value}:", out var length);
        return string.Concat(head[..length], Base64Url.EncodeToString(content));
    }

    public override string ToString() => Write(Version, Content);
}
