using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>Looks at builds through something that keeps answers, such as a cache: what it keeps stays sealed. Owns the reader and the keys.</summary>
public sealed class SealedReader(IBuildReader reader, SealKeys keys) : IBuildReader
{
    /// <inheritdoc/>
    public string Location => reader.Location;

    /// <inheritdoc/>
    public async ValueTask<BuildState> ReadAsync(BuildId id, CancellationToken cancellationToken)
    {
        var state = await reader.ReadAsync(id, cancellationToken).ConfigureAwait(false);
        return state.Seal.IsNone ? state : SealedValues.Map(state, await ViewAsync(state, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TextMap? view = null;
        await foreach (var happened in reader.ReadHistoryAsync(id, cancellationToken).ConfigureAwait(false))
        {
            if (happened is BuildEvent.Created { Seal.IsNone: false })
                view = await ViewAsync(await reader.ReadAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            yield return view is null ? happened : SealedValues.Map(happened, view);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) =>
        SealedReading.ClearAsync(reader.ListAsync(query, cancellationToken), ReadAsync, cancellationToken);

    private ValueTask<TextMap> ViewAsync(BuildState build, CancellationToken cancellationToken) =>
        SealedReading.ViewAsync(keys, build, reader.ReadHistoryAsync(build.Id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync().ConfigureAwait(false);
        await keys.DisposeAsync().ConfigureAwait(false);
    }
}
