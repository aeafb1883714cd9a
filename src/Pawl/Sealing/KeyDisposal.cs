using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>Destroys the keys of builds that were erased: all records of the id, since a begin that failed or lost leaves one too.</summary>
/// <param name="shelf">Where the records are.</param>
/// <param name="store">Where the builds are that may need one.</param>
internal sealed class KeyDisposal(KeyShelf shelf, IBuildStore store)
{
    /// <summary>Destroys all records of an id but the one that a build which has begun meanwhile needs.</summary>
    /// <exception cref="StoreException">One of the two can't be used.</exception>
    public async ValueTask RunAsync(BuildId id, CancellationToken cancellationToken)
    {
        await foreach (var place in shelf.ListAsync(id, cancellationToken).ConfigureAwait(false))
        {
            if (!await IsNeededAsync(place, cancellationToken).ConfigureAwait(false))
                await DestroyAsync(place, cancellationToken).ConfigureAwait(false);
        }
    }

    // A build may begin at any moment: if its first event came before the record went, that is seen afterwards; if it came later, the one who
    // begins sees that the record is gone. Either puts it back.
    private async ValueTask DestroyAsync(KeyPlace place, CancellationToken cancellationToken)
    {
        var content = await shelf.ReadAsync(place, cancellationToken).ConfigureAwait(false);
        await shelf.DeleteAsync(place, cancellationToken).ConfigureAwait(false);
        if (content is { } was && await IsNeededAsync(place, cancellationToken).ConfigureAwait(false))
            await shelf.PutAsync(place, was, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> IsNeededAsync(KeyPlace place, CancellationToken cancellationToken) =>
        (await store.LoadAsync(place.Build, cancellationToken).ConfigureAwait(false)).State.Seal is { IsNone: false } seal && seal.KeyName == place.Name;
}
