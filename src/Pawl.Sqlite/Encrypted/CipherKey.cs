using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Pawl.Secrets;

namespace Pawl.Sqlite.Encrypted;

/// <summary>The key of a folder's files: 32 bytes that are used as they are, so that opening a file costs no derivation.</summary>
public sealed class CipherKey
{
    /// <summary>How many bytes the check of a key is.</summary>
    internal const int CheckLength = 16;

    private readonly byte[] _key;

    private CipherKey(byte[] key) => (_key, Literal) = (key, Encoding.ASCII.GetBytes($"x'{Convert.ToHexStringLower(key)}'"));

    /// <summary>The key as SQLCipher takes one that isn't a passphrase.</summary>
    internal byte[] Literal { get; }

    /// <summary>Reads a key, as <see cref="KeyText"/> has it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CipherKey? key)
    {
        key = KeyText.TryRead(text, out var bytes) ? new CipherKey(bytes) : null;
        return key is not null;
    }

    /// <summary>What tells this key from another one, and nothing about it.</summary>
    internal byte[] Check(ReadOnlySpan<byte> salt)
    {
        var check = new byte[CheckLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, check, salt, "pawl sqlcipher check"u8);
        return check;
    }
}
