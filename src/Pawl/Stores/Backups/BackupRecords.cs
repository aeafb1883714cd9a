using Pawl.Stores.Objects;

namespace Pawl.Stores.Backups;

/// <summary>What a backup remembers of its passes.</summary>
/// <param name="LastPass">When the last pass over all builds began that was brought to its end.</param>
/// <param name="LastWeek">The last week whose snapshots are all made.</param>
public sealed record BackupMark(DateTimeOffset LastPass, IsoWeek LastWeek)
{
    /// <summary>Before the first pass.</summary>
    public static BackupMark None { get; } = new(DateTimeOffset.UnixEpoch, IsoWeek.Of(DateTimeOffset.UnixEpoch));
}

/// <summary>The two objects that a backup keeps about itself.</summary>
public sealed class BackupRecords(IObjectStore objects)
{
    private const string RetentionKey = ".pawl/retention.json";
    private const string MarkKey = ".pawl/backup.json";
    private const int MostBytes = 4_096;

    /// <summary>The backup's retention; the default when none was set.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public ValueTask<Retention> ReadRetentionAsync(CancellationToken cancellationToken) =>
        ReadAsync(RetentionKey, Retention.Default, fields => new Retention(Age(fields, "moments"), Age(fields, "weekly")), cancellationToken);

    /// <summary>Sets the backup's retention.</summary>
    /// <exception cref="StoreException">It can't be written, or somebody else set it just now.</exception>
    public async ValueTask WriteRetentionAsync(Retention retention, CancellationToken cancellationToken)
    {
        var content = ObjectJson.Write(writer =>
        {
            writer.WriteString("moments", Retention.FormatAge(retention.Moments));
            writer.WriteString("weekly", Retention.FormatAge(retention.Weekly));
        });
        if (!await TryWriteAsync(RetentionKey, content, cancellationToken).ConfigureAwait(false))
            throw new StoreException(StoreFault.Busy, $"the retention of {objects.Location} was set by someone else just now; look at it, and set it again if need be");
    }

    /// <summary>What the last whole pass left.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public ValueTask<BackupMark> ReadMarkAsync(CancellationToken cancellationToken) => ReadAsync(
        MarkKey,
        BackupMark.None,
        fields => new BackupMark(fields.Time("lastPass"), IsoWeek.TryParse(fields.Text("lastWeek"), out var week) ? week : throw JsonFields.Wrong("lastWeek")),
        cancellationToken);

    /// <summary>Leaves word of a whole pass. Another pass that ended at the same time may have: either is right.</summary>
    /// <exception cref="StoreException">It can't be written.</exception>
    public async ValueTask WriteMarkAsync(BackupMark mark, CancellationToken cancellationToken) => await TryWriteAsync(
        MarkKey,
        ObjectJson.Write(writer =>
        {
            writer.WriteTime("lastPass", mark.LastPass);
            writer.WriteString("lastWeek", mark.LastWeek.ToString());
        }),
        cancellationToken).ConfigureAwait(false);

    private async ValueTask<T> ReadAsync<T>(string key, T otherwise, Func<JsonFields, T> read, CancellationToken cancellationToken) =>
        await objects.GetAsync(key, MostBytes, cancellationToken).ConfigureAwait(false) is { } stored
            ? ObjectJson.Read(stored.Content, key, objects.Location, read)
            : otherwise;

    private async ValueTask<bool> TryWriteAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var there = await objects.GetAsync(key, MostBytes, cancellationToken).ConfigureAwait(false);
        var condition = there is null ? PutCondition.Absent : PutCondition.Over(there.Tag);
        return await objects.PutAsync(key, content, condition, cancellationToken).ConfigureAwait(false) is not null;
    }

    private static TimeSpan Age(JsonFields fields, string name) =>
        Retention.TryParseAge(fields.Text(name), out var age, out _) ? age : throw JsonFields.Wrong(name);
}
