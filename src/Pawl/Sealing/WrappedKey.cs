using System.Security.Cryptography;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Sealing;

/// <summary>A build's key as it is kept: the tree of its keys, sealed by a key that a provider wrapped.</summary>
public sealed record WrappedKey : KeyRecord
{
    /// <summary>What tells it from the rest of a key.</summary>
    internal const int Scheme = 1;

    private const int NonceLength = 12, TagLength = 16;

    private WrappedKey(KeyPlace place, BuildVersion erasedUpTo)
        : base(place) => ErasedUpTo = erasedUpTo;

    /// <summary>The key that wrapped it.</summary>
    public required KeyIdentity Wrapper { get; init; }

    /// <summary>The wrapped key.</summary>
    public required ReadOnlyMemory<byte> Wrapped { get; init; }

    /// <summary>The tree, sealed by that.</summary>
    public required ReadOnlyMemory<byte> Tree { get; init; }

    /// <inheritdoc/>
    public override BuildVersion ErasedUpTo { get; }

    /// <summary>The record of a tree.</summary>
    /// <exception cref="StoreException">The provider can't be used.</exception>
    public static ValueTask<WrappedKey> MakeAsync(KeyPlace place, KeyTree tree, IKeyProvider provider, CancellationToken cancellationToken) =>
        MakeAsync(place, tree, BuildVersion.None, provider, cancellationToken);

    /// <summary>The record of a tree that has forgotten what was erased up to an event.</summary>
    /// <exception cref="StoreException">The provider can't be used.</exception>
    public static async ValueTask<WrappedKey> MakeAsync(
        KeyPlace place, KeyTree tree, BuildVersion erasedUpTo, IKeyProvider provider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(provider);
        var key = RandomNumberGenerator.GetBytes(LocalKey.Length);
        try
        {
            var wrapped = await provider.WrapAsync(key, place, cancellationToken).ConfigureAwait(false);
            return new WrappedKey(place, erasedUpTo) { Wrapper = provider.Identity, Wrapped = wrapped, Tree = Close(tree.Write(), key) };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<KeyTree> OpenAsync(KeyRing ring, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ring);
        var key = await ring.Unwrapping(Place.Build, Wrapper).UnwrapAsync(Wrapped, Place, cancellationToken).ConfigureAwait(false);
        try
        {
            return (key.Length == LocalKey.Length && Open(Tree.Span, key) is { } content ? KeyTree.Read(content) : null)
                ?? throw new StoreException(StoreFault.Corrupt, $"the key record of build {Place.Build} was changed: what it holds doesn't belong together; bring it back from a copy of the store or its mirror");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The same tree, wrapped by another key. The tree's own bytes stay.</summary>
    /// <exception cref="StoreException">One of the keys can't be used, or the record was changed.</exception>
    public async ValueTask<WrappedKey> RewrapAsync(KeyRing ring, IKeyProvider provider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(provider);
        var key = await ring.Unwrapping(Place.Build, Wrapper).UnwrapAsync(Wrapped, Place, cancellationToken).ConfigureAwait(false);
        var rewrapped = await provider.WrapAsync(key, Place, cancellationToken).ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(key);
        return this with { Wrapper = provider.Identity, Wrapped = rewrapped };
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Write() => ObjectJson.Write(writer =>
    {
        writer.WriteNumber("scheme", Scheme);
        writer.WriteString("buildId", Place.Build.Value);
        writer.WriteString("key", Place.Name);
        writer.WriteStartObject("wrapper");
        writer.WriteString("provider", Wrapper.Provider);
        writer.WriteString("id", Wrapper.Id);
        writer.WriteEndObject();
        writer.WriteBase64String("wrapped", Wrapped.Span);
        writer.WriteBase64String("tree", Tree.Span);
        if (ErasedUpTo > BuildVersion.None)
            writer.WriteNumber("erasedUpTo", ErasedUpTo.Value);
    });

    internal static WrappedKey Read(JsonFields fields) => new(ReadPlace(fields), new BuildVersion(fields.OptionalNumber("erasedUpTo")))
    {
        Wrapper = fields.Object("wrapper", wrapper => new KeyIdentity(wrapper.Text("provider"), wrapper.Text("id"))),
        Wrapped = Convert.FromBase64String(fields.Text("wrapped")),
        Tree = Convert.FromBase64String(fields.Text("tree")),
    };

    private static byte[] Close(byte[] tree, byte[] key)
    {
        var content = new byte[NonceLength + tree.Length + TagLength];
        var nonce = content.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(nonce, tree, content.AsSpan(NonceLength, tree.Length), content.AsSpan(NonceLength + tree.Length));
        CryptographicOperations.ZeroMemory(tree);
        return content;
    }

    private static byte[]? Open(ReadOnlySpan<byte> content, byte[] key)
    {
        if (content.Length < NonceLength + TagLength)
            return null;
        var tree = new byte[content.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        try
        {
            cipher.Decrypt(content[..NonceLength], content[NonceLength..^TagLength], content[^TagLength..], tree);
            return tree;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
