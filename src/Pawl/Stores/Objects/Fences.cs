using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>The fences that an erased build left in the place of a build of the same id. They give way to it, and that is the one time when a
/// history's object is replaced: where a worker has no right to, it is told so when the build begins, and not in the middle of it.</summary>
internal sealed class Fences(IObjectStore objects, BuildKeys keys)
{
    /// <summary>Finds out whether this role may replace a fence, by replacing it with itself.</summary>
    /// <exception cref="StoreException">It may not.</exception>
    public async ValueTask RequireReplaceableAsync(BuildVersion version, CancellationToken cancellationToken)
    {
        var key = keys.History(version);
        if (await objects.GetAsync(key, int.MaxValue, cancellationToken).ConfigureAwait(false) is { } fence)
            await TryReplaceAsync(key, fence.Tag, fence.Content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts something in a fence's place; false when it isn't as it was read any more.</summary>
    /// <exception cref="StoreException">This role may not.</exception>
    public async ValueTask<bool> TryReplaceAsync(string key, ObjectTag seen, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.PutAsync(key, content, PutCondition.Over(seen), cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (StoreException e) when (e.Fault == StoreFault.Denied)
        {
            throw new StoreException(
                StoreFault.Denied,
                $"a build {keys.Id} was erased from {objects.Location}, and this role may not replace what that left there, {key}: choose another id, or let an administrator delete that object once no worker can remember the old build ({e.Message})",
                e);
        }
    }
}
