using Amazon.DynamoDBv2.Model;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>A build's line as it stands in the index or in its head.</summary>
/// <param name="Summary">The line.</param>
/// <param name="Version">The version that it shows.</param>
internal sealed record FleetRow(BuildSummary Summary, BuildVersion Version)
{
    /// <summary>The attributes that the index has beside its keys.</summary>
    public static readonly string[] Projected =
        [Names.Version, Names.Provider, Names.ImageType, Names.Pipeline, Names.Current, Names.StartTime, Names.Error];

    /// <summary>True when this shows a later moment than another line of the same build; a build of the same id that began later counts too.</summary>
    public bool IsAfter(FleetRow other) =>
        Summary.StartTime != other.Summary.StartTime ? Summary.StartTime > other.Summary.StartTime : Version > other.Version;

    /// <summary>Reads a line.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    public static FleetRow Read(Table table, Dictionary<string, AttributeValue> item)
    {
        var row = new Attributes(item);
        if (!BuildId.TryParse(row.OptionalText(Names.BuildId), out var id))
            throw new StoreException(StoreFault.Corrupt, $"{table.Location} holds something that is no build of Pawl's; give Pawl a table of its own");
        return HeadItem.Guard(table, id, () => new FleetRow(
            new BuildSummary(
                id,
                Label.Parse(row.Text(Names.Provider)),
                Label.Parse(row.Text(Names.ImageType)),
                row.Text(Names.Pipeline),
                StateCode.From((int)row.Number(Names.Current)),
                BuildStatusText.TryParse(row.Text(Names.Status), out var status) ? status : throw new FormatException("status"),
                Time(row, Names.StartTime),
                Time(row, Names.LastUpdate),
                row.Text(Names.Error)),
            new BuildVersion(row.Number(Names.Version))));
    }

    private static DateTimeOffset Time(Attributes row, string name) =>
        UtcTime.TryParse(row.Text(name), out var time) ? time : throw new FormatException(name);
}
