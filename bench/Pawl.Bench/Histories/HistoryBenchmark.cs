using System.Diagnostics;
using Pawl.Bench.Commands;
using Pawl.Bench.Steps;
using Pawl.Builds;
using Pawl.Sqlite;

namespace Pawl.Bench.Histories;

/// <summary>A build with a very long history is gone on with.</summary>
internal static class HistoryBenchmark
{
    private const int RowsAnAppend = 400;

    private static readonly BuildId Id = BuildId.Parse("long-history");

    public static async Task RunAsync(Settings settings, Places places, Goals goals)
    {
        using var workspace = new Workspace();
        Markdown.Progress($"history: writing {settings.HistoryRows} rows");
        await WriteAsync(workspace.Folder, settings.HistoryRows).ConfigureAwait(false);
        Markdown.Progress("history: going on");
        var (load, append, status) = (new Samples(), new Samples(), new Samples());
        for (var i = 0; i < settings.Questions; i++)
            await ResumeAsync(workspace.Folder, load, append).ConfigureAwait(false);
        using (var spawned = new Spawned())
        {
            for (var i = 0; i < settings.Questions; i++)
                status.Add(spawned.Run(places.Pawl, "status", Id.Value, "--store", workspace.Folder));
        }

        Markdown.Section($"A build with {Numbers.Count(settings.HistoryRows)} history rows");
        Markdown.Table(
            ["What", "Times", "p50", "p99"],
            [
                load.Row("library: load it from a store opened just now"),
                append.Row("library: load it and append the first durable change"),
                status.Row("`pawl status`, the whole process"),
            ]);
        goals.AtMost("Resume: load and first append", 50, append.Median, Numbers.Ms);
        goals.AtMost("`pawl status` of it", 50, status.Median, Numbers.Ms);
        await AuditBenchmark.RunAsync(workspace.Folder, Id, goals).ConfigureAwait(false);
    }

    private static async Task ResumeAsync(string folder, Samples load, Samples append)
    {
        var store = SqliteBuildStore.Open(folder, new SqliteOptions());
        await using (store.ConfigureAwait(false))
        {
            var began = Stopwatch.GetTimestamp();
            var stored = await store.LoadAsync(Id, CancellationToken.None).ConfigureAwait(false);
            load.Add(Stopwatch.GetTimestamp() - began);
            await store.AppendAsync(SampleBuild.Resume(stored.State), CancellationToken.None).ConfigureAwait(false);
            append.Add(Stopwatch.GetTimestamp() - began);
        }
    }

    private static async Task WriteAsync(string folder, int rows)
    {
        var store = SqliteBuildStore.Open(folder, new SqliteOptions { Durability = SqliteDurability.Normal });
        await using (store.ConfigureAwait(false))
        {
            var state = BuildState.None(Id);
            foreach (var begin in SampleBuild.Beginning)
                state = await AppendAsync(begin(state)).ConfigureAwait(false);
            for (var written = 1; written < rows; written += RowsAnAppend)
                state = await AppendAsync(Tries(state)).ConfigureAwait(false);
        }

        async ValueTask<BuildState> AppendAsync(Change change)
        {
            await store.AppendAsync(change, CancellationToken.None).ConfigureAwait(false);
            return change.After;
        }
    }

    // A state that is tried and interrupted again and again: two rows a try.
    private static Change Tries(BuildState state) => Enumerable.Range(0, RowsAnAppend / 2).Aggregate(
        Change.To(state, new Occasion(DateTimeOffset.UtcNow, new Worker("bench@host"))), (change, _) => change.Start(state.Current));
}
