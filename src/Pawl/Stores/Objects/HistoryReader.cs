using System.Runtime.CompilerServices;
using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>Reads a build's appends in order, several at once: each is an object of its own, and a server far away.</summary>
internal sealed class HistoryReader(IObjectStore objects, BuildKeys keys)
{
    private const int Ahead = 16;

    /// <summary>The appends that hold events after a version.</summary>
    public async IAsyncEnumerable<HistoryObject> ReadAsync(BuildVersion after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reading = new Queue<Task<HistoryObject>>();
        await foreach (var key in KeysAsync(after, cancellationToken).ConfigureAwait(false))
        {
            reading.Enqueue(ReadAsync(key, cancellationToken));
            if (reading.Count >= Ahead && await reading.Dequeue().ConfigureAwait(false) is { IsFence: false } append)
                yield return append;
        }

        while (reading.TryDequeue(out var next))
        {
            if (await next.ConfigureAwait(false) is { IsFence: false } append)
                yield return append;
        }
    }

    // The append that holds the version after this one mostly has that very key. If not, it is the last one before it.
    private async IAsyncEnumerable<string> KeysAsync(BuildVersion after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isBoundary = after == BuildVersion.None
            || await objects.GetAsync(keys.History(after.Next), 1, cancellationToken).ConfigureAwait(false) is not null;
        var before = isBoundary ? null : await LastBeforeAsync(after, cancellationToken).ConfigureAwait(false);
        if (before is not null)
            yield return before;
        await foreach (var key in objects.ListAsync(keys.HistoryPrefix, keys.History(after), cancellationToken).ConfigureAwait(false))
        {
            if (keys.TryReadHistory(key, out _))
                yield return key;
        }
    }

    private async ValueTask<string?> LastBeforeAsync(BuildVersion version, CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (var key in objects.ListAsync(keys.HistoryPrefix, "", cancellationToken).ConfigureAwait(false))
        {
            if (!keys.TryReadHistory(key, out var first))
                continue;
            if (first > version)
                break;
            last = key;
        }

        return last;
    }

    private async Task<HistoryObject> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var stored = await objects.GetAsync(key, int.MaxValue, cancellationToken).ConfigureAwait(false)
            ?? throw new StoreException(StoreFault.Corrupt, $"{key} in {objects.Location} was removed while the history was read; if nobody erased the build just now, put it back from a backup (`pawl restore`)");
        return HistoryObject.Read(stored.Content, keys.Id, key, objects.Location);
    }
}
