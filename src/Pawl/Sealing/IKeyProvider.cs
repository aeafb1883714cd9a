using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>A key that never seals a value itself: it wraps the keys of builds. Where it lives is the provider's business: a file, a variable, a
/// cloud's key service that never gives it out.</summary>
public interface IKeyProvider
{
    /// <summary>Names the key, and says nothing about it. What it wrapped carries the name.</summary>
    KeyIdentity Identity { get; }

    /// <summary>Wraps a key.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="place">What the wrapped key may be used for: bound to it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The key can't be used.</exception>
    ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, KeyPlace place, CancellationToken cancellationToken);

    /// <summary>Unwraps what was wrapped for the same place.</summary>
    /// <exception cref="StoreException">It was wrapped by another key or for another place, it was changed, or the key can't be used.</exception>
    ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, KeyPlace place, CancellationToken cancellationToken);
}

/// <summary>Names a key that wraps keys.</summary>
/// <param name="Provider">The kind of place where it lives: <c>local</c>, <c>awskms</c>, <c>azkv</c>.</param>
/// <param name="Id">Which key there.</param>
public readonly record struct KeyIdentity(string Provider, string Id)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Provider}:{Id}";
}

/// <summary>Names a build's key, in the store and wherever else its record is.</summary>
/// <param name="Build">The build.</param>
/// <param name="Name">The key's name, as the build's <see cref="Seal"/> says it.</param>
public readonly record struct KeyPlace(BuildId Build, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Build}/{Name}";
}
