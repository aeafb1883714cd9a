using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Bench.Steps;

/// <summary>One append of the sample build as values for SQL.</summary>
internal sealed record BareAppend(BareEvent[] Events, BareBuild Build, bool IsStep)
{
    /// <summary>A whole build's appends.</summary>
    public static IEnumerable<BareAppend> OfOneBuild()
    {
        var state = BuildState.None(BuildId.Parse("build-000-000000"));
        foreach (var begin in SampleBuild.Beginning)
            yield return Next(begin(state), isStep: false);
        while (state.Status != BuildStatus.Completed)
            yield return Next(SampleBuild.Step(state), isStep: true);

        BareAppend Next(Change change, bool isStep)
        {
            state = change.After;
            var first = change.Before.Version.Value + 1;
            return new BareAppend([.. change.Events.Select((e, i) => BareEvent.Of(e, first + i))], BareBuild.Of(change), isStep);
        }
    }
}

/// <summary>A row of <c>events</c>, and the rows of <c>state_history</c> that belong to it.</summary>
internal sealed record BareEvent(long Version, string EventId, string Kind, string Data, (long State, string Time, string Status)[] Rows)
{
    public static BareEvent Of(BuildEvent happened, long version) => new(
        version, happened.Id.ToString(), happened.GetType().Name, BuildJson.Write(happened),
        [.. HistoryRows.Of(happened).Select(row => (row.State, UtcTime.FormatSql(row.Timestamp), row.Status))]);
}

/// <summary>The row of <c>builds</c>.</summary>
internal sealed record BareBuild(
    long Before, long Version, long Current, string Provider, string ImageType, string Start, string Update, string Status, string Snapshot,
    object Token, object Until, long LeaseChanged)
{
    public static BareBuild Of(Change change)
    {
        var after = change.After;
        return new(
            change.Before.Version.Value, after.Version.Value, after.Current.Value, after.Provider.Value, after.ImageType.Value,
            UtcTime.FormatSql(after.StartTime), UtcTime.FormatSql(after.LastUpdate), after.Status.ToText(), BuildJson.WriteSnapshot(after),
            after.Lease is { } lease ? lease.Token : DBNull.Value, after.Lease is { } held ? UtcTime.FormatSql(held.Until) : DBNull.Value,
            change.Events.Any(e => e is BuildEvent.Claimed or BuildEvent.Released) ? 1 : 0);
    }
}
