using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>Removes a build's objects. What stays is the fence alone: it holds nothing of the build, and refuses writers that still remember it.</summary>
internal sealed class ObjectErasure(IObjectStore objects, BuildKeys keys)
{
    /// <summary>Finds out whether this role may delete, before the fence is put up: a build behind a fence that can't be removed would be lost. What
    /// it deletes never exists.</summary>
    /// <exception cref="StoreException">It may not.</exception>
    public ValueTask RequireRightAsync(CancellationToken cancellationToken) => objects.DeleteAsync(keys.History(BuildVersion.None), cancellationToken);

    /// <summary>Removes all but the fence, the index last: whoever comes in between finds an erased build.</summary>
    public async ValueTask RunAsync(string fence, CancellationToken cancellationToken)
    {
        await objects.DeleteAsync(keys.State, cancellationToken).ConfigureAwait(false);
        await foreach (var key in objects.ListAsync(keys.Root, "", cancellationToken).ConfigureAwait(false))
        {
            if (key != fence)
                await objects.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
        }

        await objects.DeleteAsync(BuildKeys.Index(keys.Id), cancellationToken).ConfigureAwait(false);
    }
}
