using System.Security.Cryptography;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Sealing;

/// <summary>A build's key as it is kept: the tree of its keys, sealed by a key that a provider wrapped. To destroy it is to destroy the build's values in
/// every copy.</summary>
/// <param name="Place">Which key.</param>
/// <param name="Wrapper">The key that wrapped it.</param>
/// <param name="Wrapped">The wrapped key.</param>
/// <param name="Tree">The tree, sealed by that.</param>
public sealed record KeyRecord(KeyPlace Place, KeyIdentity Wrapper, ReadOnlyMemory<byte> Wrapped, ReadOnlyMemory<byte> Tree)
{
    private const int Scheme = 1;
    private const int NonceLength = 12, TagLength = 16;

    /// <summary>The record of a tree.</summary>
    /// <exception cref="StoreException">The provider can't be used.</exception>
    public static async ValueTask<KeyRecord> MakeAsync(KeyPlace place, KeyTree tree, IKeyProvider provider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(provider);
        var key = RandomNumberGenerator.GetBytes(LocalKey.Length);
        try
        {
            var wrapped = await provider.WrapAsync(key, place, cancellationToken).ConfigureAwait(false);
            return new KeyRecord(place, provider.Identity, wrapped, Close(tree.Write(), key));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The tree.</summary>
    /// <exception cref="StoreException">The key that wrapped it wasn't given or can't be used, or the record was changed.</exception>
    public async ValueTask<KeyTree> OpenAsync(KeyRing ring, CancellationToken cancellationToken)
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
    public async ValueTask<KeyRecord> RewrapAsync(KeyRing ring, IKeyProvider provider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(provider);
        var key = await ring.Unwrapping(Place.Build, Wrapper).UnwrapAsync(Wrapped, Place, cancellationToken).ConfigureAwait(false);
        var rewrapped = await provider.WrapAsync(key, Place, cancellationToken).ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(key);
        return this with { Wrapper = provider.Identity, Wrapped = rewrapped };
    }

    /// <summary>The record as an object.</summary>
    public ReadOnlyMemory<byte> Write() => ObjectJson.Write(writer =>
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
    });

    /// <summary>Reads an object.</summary>
    /// <exception cref="StoreException">It is no record, of another build, or a newer Pawl's.</exception>
    public static KeyRecord Read(ReadOnlyMemory<byte> content, KeyPlace place, string location)
    {
        var key = KeyShelf.KeyOf(place);
        return ObjectJson.Read(content, key, location, fields =>
        {
            if (fields.Number("scheme") > Scheme)
                throw new StoreException(StoreFault.Newer, $"{key} in {location} was written by a newer Pawl; use that one");
            var record = new KeyRecord(
                new KeyPlace(fields.BuildId("buildId"), fields.Text("key")),
                fields.Object("wrapper", wrapper => new KeyIdentity(wrapper.Text("provider"), wrapper.Text("id"))),
                Convert.FromBase64String(fields.Text("wrapped")),
                Convert.FromBase64String(fields.Text("tree")));
            return record.Place == place ? record : throw ObjectJson.Damaged(key, location);
        });
    }

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
