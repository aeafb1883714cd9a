using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>A key that this machine holds, in a file or a variable: AES-256-GCM.</summary>
public sealed class LocalKey : IKeyProvider
{
    /// <summary>The bytes of a key.</summary>
    public const int Length = KeyText.Length;

    private const int NonceLength = 12, TagLength = 16;

    private readonly byte[] _key;

    private LocalKey(byte[] key)
    {
        // The key itself names nothing and wraps nothing: what is derived from it does.
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Length, info: "pawl wrap"u8.ToArray());
        Identity = new KeyIdentity("local", Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 8, info: "pawl key name"u8.ToArray())));
    }

    /// <inheritdoc/>
    public KeyIdentity Identity { get; }

    /// <summary>Reads a key, as <see cref="KeyText"/> has it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LocalKey? key)
    {
        key = KeyText.TryRead(text, out var bytes) ? new LocalKey(bytes) : null;
        return key is not null;
    }

    /// <summary>Reads a key that is known to be one.</summary>
    /// <exception cref="FormatException">It isn't.</exception>
    public static LocalKey Parse(string text) => TryParse(text, out var key) ? key : throw new FormatException("not a key");

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, KeyPlace place, CancellationToken cancellationToken)
    {
        var wrapped = new byte[NonceLength + key.Length + TagLength];
        var nonce = wrapped.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Encrypt(nonce, key.Span, wrapped.AsSpan(NonceLength, key.Length), wrapped.AsSpan(NonceLength + key.Length), Associated(place));
        return ValueTask.FromResult(wrapped);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, KeyPlace place, CancellationToken cancellationToken)
    {
        var content = wrapped.Span;
        var key = new byte[Math.Max(content.Length - NonceLength - TagLength, 0)];
        using var cipher = new AesGcm(_key, TagLength);
        try
        {
            if (content.Length > NonceLength + TagLength)
            {
                cipher.Decrypt(content[..NonceLength], content[NonceLength..^TagLength], content[^TagLength..], key, Associated(place));
                return ValueTask.FromResult(key);
            }
        }
        catch (AuthenticationTagMismatchException)
        {
            // Said below.
        }

        throw new StoreException(
            StoreFault.Corrupt, $"the key record of build {place.Build} was changed, or put there from another build: the key {Identity}, by which it says it was wrapped, doesn't open it; bring it back from a copy of the store or its mirror");
    }

    private static byte[] Associated(KeyPlace place) => Encoding.UTF8.GetBytes(place.ToString());
}
