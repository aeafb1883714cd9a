using System.Runtime.CompilerServices;
using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>Reads a build's history as the guide's rows.</summary>
public static class HistoryReading
{
    /// <summary>The rows in order, as they are read: memory doesn't grow with the history.</summary>
    public static IAsyncEnumerable<HistoryRow> ReadRowsAsync(this IBuildReader reader, BuildId id, CancellationToken cancellationToken) =>
        RowsAsync(reader.ReadHistoryAsync(id, cancellationToken), cancellationToken);

    /// <summary>The rows of what led to this state: later events are left out, so that both tell of one version.</summary>
    public static IAsyncEnumerable<HistoryRow> ReadRowsAsync(this IBuildReader reader, BuildState state, CancellationToken cancellationToken) =>
        RowsAsync(reader.ReadHistoryAsync(state.Id, cancellationToken).Take((int)state.Version.Value), cancellationToken);

    private static async IAsyncEnumerable<HistoryRow> RowsAsync(
        IAsyncEnumerable<BuildEvent> history, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in history.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in HistoryRows.Of(happened))
                yield return row;
        }
    }
}
