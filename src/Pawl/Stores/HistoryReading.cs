using System.Runtime.CompilerServices;
using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>Reads a build's history as the guide's rows.</summary>
public static class HistoryReading
{
    /// <summary>The rows in order, as they are read: memory doesn't grow with the history.</summary>
    public static async IAsyncEnumerable<HistoryRow> ReadRowsAsync(
        this IBuildStore store, BuildId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in HistoryRows.Of(happened))
                yield return row;
        }
    }
}
