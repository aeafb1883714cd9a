using System.Collections.Immutable;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>A build's head as it was read: all of its state but the metadata.</summary>
/// <param name="Id">Which build.</param>
/// <param name="Version">Its version; <see cref="BuildVersion.None"/> for one that is being erased.</param>
/// <param name="All">The attributes.</param>
internal sealed record HeadItem(BuildId Id, BuildVersion Version, Dictionary<string, AttributeValue> All)
{
    private const int KnownFormat = 1;

    private Attributes Item => new(All);

    /// <summary>The mark of the erasure that goes on; null in a living build.</summary>
    public string? Erased => Item.OptionalText(Names.Erased);

    /// <summary>When the build began: tells it from an earlier one of the same id.</summary>
    public string StartTime => Item.Text(Names.StartTime);

    /// <summary>The version of the append that wrote the metadata.</summary>
    public long MetadataVersion => Item.OptionalNumber(Names.MetadataVersion) ?? 0;

    /// <summary>In how many items the metadata stands.</summary>
    public int MetadataItems => (int)(Item.OptionalNumber(Names.MetadataItems) ?? 0);

    /// <summary>Reads a head.</summary>
    /// <exception cref="StoreException">It is damaged, or a newer Pawl wrote it.</exception>
    public static HeadItem Read(Table table, BuildId id, Dictionary<string, AttributeValue> item) => Guard(table, id, () =>
    {
        var attributes = new Attributes(item);
        if (attributes.OptionalNumber(Names.Format) > KnownFormat)
            throw new StoreException(StoreFault.Newer, $"the build {id} in {table.Location} was written by a newer Pawl; use that");
        return new HeadItem(id, new BuildVersion(attributes.OptionalNumber(Names.Version) ?? 0), item);
    });

    /// <summary>The state, with the end of its lease as it was renewed last.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    public BuildState State(Table table, ImmutableSortedDictionary<string, string> metadata) => Guard(table, Id, () =>
    {
        var state = BuildJson.ReadSnapshot(Item.Text(Names.Snapshot), metadata);
        return state.Lease is { } lease && Item.OptionalNumber(Names.LeaseToken) == lease.Token
            && UtcTime.TryParse(Item.Text(Names.LeaseUntil), out var until)
            ? state with { Lease = lease with { Until = until } }
            : state;
    });

    /// <summary>The attributes of a head after a change; the lease's end only when the lease is another one.</summary>
    public static Dictionary<string, AttributeValue> Write(Change change, string snapshot)
    {
        var item = Write(change.After, snapshot);
        if (change.After.Lease is { } lease && lease.Token != change.Before.Lease?.Token)
        {
            item[Names.LeaseToken] = Table.Number(lease.Token);
            item[Names.LeaseUntil] = Table.Text(UtcTime.Format(lease.Until));
        }

        return item;
    }

    /// <summary>The attributes of the head of a state, without the lease's.</summary>
    public static Dictionary<string, AttributeValue> Write(BuildState state, string snapshot)
    {
        var summary = BuildSummary.Of(state);
        return new Dictionary<string, AttributeValue>
        {
            [Names.Format] = Table.Number(KnownFormat),
            [Names.Version] = Table.Number(state.Version.Value),
            [Names.Snapshot] = Table.Text(snapshot),
            [Names.Status] = Table.Text(state.Status.ToText()),
            [Names.Provider] = Table.Text(state.Provider.Value),
            [Names.ImageType] = Table.Text(state.ImageType.Value),
            [Names.Pipeline] = Table.Text(state.Pipeline.Name),
            [Names.Current] = Table.Number(state.Current.Value),
            [Names.StartTime] = Table.Text(UtcTime.Format(state.StartTime)),
            [Names.LastUpdate] = Table.Text(UtcTime.Format(state.LastUpdate)),
            [Names.Error] = Table.Text(summary.Error),
        };
    }

    /// <summary>Turns what can't be read into the fault that says so.</summary>
    public static T Guard<T>(Table table, BuildId id, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw table.Corrupt(id, e.Message, e);
        }
    }
}
