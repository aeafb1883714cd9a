using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Pawl.Secrets;

/// <summary>How a key stands in a file or a variable: 32 random bytes in base64.</summary>
public static class KeyText
{
    /// <summary>The bytes of a key.</summary>
    public const int Length = 32;

    /// <summary>A new key.</summary>
    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Reads a key.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out byte[]? key)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new byte[Length + 3];
        key = Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == Length ? bytes[..Length] : null;
        return key is not null;
    }
}
