using System.Text.Json;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Fuzz.Targets;

/// <summary>Whole histories. Each event may be right by itself, and their order is anyone's who can write to a store.</summary>
internal static class HistoryTargets
{
    private static readonly BuildId Id = BuildId.Parse("b1");

    /// <summary>A line an event: what a verb folds, checks, lists and exports.</summary>
    public static Target History { get; } = new("history", JsonTargets.Words, input =>
    {
        var check = new HistoryCheck(Id);
        foreach (var happened in Promise.Text(input).Split('\n').SelectMany(Read))
        {
            check.Add(happened);
            _ = HistoryRows.Of(happened);
            var exported = new ExportedEvent(Id, check.State.Version, happened);
            JsonDocument.Parse(exported.ToJson()).Dispose();
            _ = exported.ToCsv();
        }

        check.End(check.State.Head);
        _ = BuildSummary.Of(check.State);
        // Until a build is created it has no names, which no snapshot can hold.
        if (check.State.Provider != default)
            Promise.RoundTrip(check.State, BuildJson.WriteSnapshot, text => BuildJson.ReadSnapshot(text, check.State.Metadata));
    });

    private static IEnumerable<BuildEvent> Read(string line)
    {
        try
        {
            return [BuildJson.ReadEvent(line)];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
