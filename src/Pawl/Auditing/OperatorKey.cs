using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Pawl.Secrets;

namespace Pawl.Auditing;

/// <summary>The key by which the operator of a store signs how far its histories have got: HMAC-SHA256. Whoever can write to the store and doesn't
/// have it can't make a signature.</summary>
public sealed class OperatorKey
{
    private readonly byte[] _key;

    private OperatorKey(byte[] key)
    {
        _key = key;
        Name = Convert.ToHexStringLower(SHA256.HashData([.. "pawl operator key "u8, .. key]))[..16];
    }

    /// <summary>Tells keys apart and says nothing about them.</summary>
    public string Name { get; }

    /// <summary>Reads a key, as <see cref="KeyText"/> has it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out OperatorKey? key)
    {
        key = KeyText.TryRead(text, out var bytes) ? new OperatorKey(bytes) : null;
        return key is not null;
    }

    /// <summary>Reads a key that is known to be one.</summary>
    /// <exception cref="FormatException">It isn't.</exception>
    public static OperatorKey Parse(string text) => TryParse(text, out var key) ? key : throw new FormatException("not a key");

    /// <summary>Signs a text.</summary>
    public string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    /// <summary>True when the signature was made by this key, of this text.</summary>
    public bool HasSigned(string text, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(text)), Encoding.ASCII.GetBytes(signature));
}
