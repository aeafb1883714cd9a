using Pawl.Builds;
using Pawl.Stores.Objects;

namespace Pawl.Stores.Backups;

/// <summary>The object in which a store keeps its retention.</summary>
/// <param name="objects">Those that the store keeps beside its builds for good; disposed of in the end.</param>
public sealed class StoreRetentionRecord(IObjectStore objects) : IAsyncDisposable
{
    // A backup, which is a store too, keeps its own under another key.
    private const string Key = ".pawl/store-retention.json";
    private const int MostBytes = 4_096;

    /// <summary>The store's retention; null when none was set.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public async ValueTask<SetRetention?> FindAsync(CancellationToken cancellationToken) =>
        await objects.GetAsync(Key, MostBytes, cancellationToken).ConfigureAwait(false) is { } stored ? Read(stored) : null;

    /// <summary>Sets some of it, and leaves the rest as it is.</summary>
    /// <param name="change">Makes the new one of the one that is there, or of the default.</param>
    /// <param name="occasion">When, and by whom.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is set now.</returns>
    /// <exception cref="StoreException">It can't be read or written, or somebody else set it just now.</exception>
    public async ValueTask<SetRetention> SetAsync(Func<StoreRetention, StoreRetention> change, Occasion occasion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(occasion);
        var there = await objects.GetAsync(Key, MostBytes, cancellationToken).ConfigureAwait(false);
        var set = new SetRetention(change(there is null ? StoreRetention.Default : Read(there).Retention), occasion.At, occasion.Worker.Name);
        var condition = there is null ? PutCondition.Absent : PutCondition.Over(there.Tag);
        return await objects.PutAsync(Key, Write(set), condition, cancellationToken).ConfigureAwait(false) is not null
            ? set
            : throw new StoreException(StoreFault.Busy, $"the retention of {objects.Location} was set by someone else just now; look at it, and set it again if need be");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => objects.DisposeAsync();

    private SetRetention Read(StoredObject stored) => ObjectJson.Read(
        stored.Content, Key, objects.Location, fields => new SetRetention(new StoreRetention(Stay(fields, "finished"), Stay(fields, "failed")), fields.Time("at"), fields.Text("by")));

    private static ReadOnlyMemory<byte> Write(SetRetention set) => ObjectJson.Write(writer =>
    {
        writer.WriteString("finished", set.Retention.Finished.ToString());
        writer.WriteString("failed", set.Retention.Failed.ToString());
        writer.WriteTime("at", set.At);
        writer.WriteString("by", set.By);
    });

    private static StayTime Stay(JsonFields fields, string name) =>
        StayTime.TryParse(fields.Text(name), out var time, out _) ? time : throw JsonFields.Wrong(name);
}
