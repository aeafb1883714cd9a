using Pawl.Builds;
using Pawl.Stores.Copying;
using Pawl.Stores.Objects;

namespace Pawl.Stores.Backups;

/// <summary>Which snapshot: there is one of each build for each week in which the build changed.</summary>
/// <param name="Week">The week.</param>
/// <param name="Build">The build.</param>
public readonly record struct SnapshotName(IsoWeek Week, BuildId Build)
{
    /// <summary>What the keys of all snapshots begin with. No provider's name can.</summary>
    internal const string Prefix = ".pawl/weekly/";

    private const string Extension = ".jsonl.gz";

    /// <summary>Its object's key.</summary>
    public string Key => $"{PrefixOf(Week)}{Build}{Extension}";

    /// <summary>What the keys of a week's snapshots begin with.</summary>
    internal static string PrefixOf(IsoWeek week) => $"{Prefix}{week}/";

    /// <summary>Reads a key; false for one that somebody else put there.</summary>
    internal static bool TryRead(string key, out SnapshotName name)
    {
        name = default;
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || !key.EndsWith(Extension, StringComparison.Ordinal))
            return false;
        var parts = key[Prefix.Length..^Math.Min(Extension.Length, key.Length - Prefix.Length)].Split('/');
        if (parts is not [var first, var second] || !IsoWeek.TryParse(first, out var week) || !BuildId.TryParse(second, out var id))
            return false;
        name = new SnapshotName(week, id);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Week} of build {Build}";
}

/// <summary>A build's whole history up to the end of a week.</summary>
/// <param name="Name">Which.</param>
/// <param name="Location">The backup that holds it.</param>
/// <param name="Stored">The object.</param>
public sealed record WeeklySnapshot(SnapshotName Name, string Location, StoredObject Stored)
{
    /// <summary>Its events as a history that can be replayed.</summary>
    public RecordedHistory History => new($"the snapshot {Name.Key} in {Location}", (after, _) => Events().Skip((int)after.Value).ToAsyncEnumerable());

    /// <summary>Its events, in order.</summary>
    /// <exception cref="StoreException">It is damaged. Found at its end at the latest.</exception>
    public IEnumerable<BuildEvent> Events()
    {
        using var events = SnapshotFile.Read(Name.Build, Stored.Content).GetEnumerator();
        while (MoveNext(events))
            yield return events.Current;
    }

    private bool MoveNext(IEnumerator<BuildEvent> events)
    {
        try
        {
            return events.MoveNext();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new StoreException(
                StoreFault.Corrupt, $"the snapshot {Name.Key} in {Location} is damaged: {e.Message}; delete it, and `pawl backup run {Name.Build}` makes it anew where the backup still has the build's events", e);
        }
    }
}
