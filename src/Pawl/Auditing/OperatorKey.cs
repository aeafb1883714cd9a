using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Pawl.Auditing;

/// <summary>The key by which the operator of a store signs how far its histories have got: HMAC-SHA256. Whoever can write to the store and doesn't
/// have it can't make a signature.</summary>
public sealed class OperatorKey
{
    /// <summary>The bytes of a key.</summary>
    public const int Length = 32;

    private readonly byte[] _key;

    private OperatorKey(byte[] key)
    {
        _key = key;
        Name = Convert.ToHexStringLower(SHA256.HashData([.. "pawl operator key "u8, .. key]))[..16];
    }

    /// <summary>Tells keys apart and says nothing about them.</summary>
    public string Name { get; }

    /// <summary>A new key.</summary>
    public static OperatorKey New() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>The key itself, as <see cref="TryParse"/> reads it: for its file, and nowhere else.</summary>
    public string Reveal() => Convert.ToBase64String(_key);

    /// <summary>Reads a key: 32 bytes in base64.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out OperatorKey? key)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new byte[Length + 3];
        key = Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == Length ? new OperatorKey(bytes[..Length]) : null;
        return key is not null;
    }

    /// <summary>Signs a text.</summary>
    public string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    /// <summary>True when the signature was made by this key, of this text.</summary>
    public bool HasSigned(string text, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(text)), Encoding.ASCII.GetBytes(signature));
}
