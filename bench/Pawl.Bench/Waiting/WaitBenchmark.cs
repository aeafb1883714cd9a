using System.Diagnostics;
using Pawl.Bench.Commands;
using Pawl.Bench.Steps;
using Pawl.Builds;
using Pawl.Servers;
using Pawl.Sqlite;
using Pawl.Stores;

namespace Pawl.Bench.Waiting;

/// <summary>How long after a change's commit somebody who waits for it is back, each with a process of its own.</summary>
internal static class WaitBenchmark
{
    private const double Goal = 100;

    public static async Task RunAsync(Settings settings, Places places, Goals goals)
    {
        using var spawned = new Spawned();
        using var workspace = new Workspace();
        var folder = workspace.Make("builds");
        var sqlite = SqliteBuildStore.Open(folder, new SqliteOptions { Closing = SqliteClosing.KeepLog });
        await using var ofSqlite = sqlite.ConfigureAwait(false);
        var (pawl, loop) = (new PawlWait(spawned, places.Pawl, folder), new PollingLoop(spawned, folder));
        using var pipe = new PipeReader(spawned, workspace.Folder);
        var library = new LibraryWait(new SqliteKind(), SqliteKind.UrlOf(folder));
        var (waited, inside, polled, read) = (new Samples(), new Samples(), new Samples(), new Samples());
        for (var i = 0; i < settings.Waits; i++)
        {
            Markdown.Progress($"wait {i + 1} of {settings.Waits}");
            await MeasureAsync(sqlite, $"wait-{i}", pawl, waited).ConfigureAwait(false);
            await MeasureAsync(sqlite, $"library-{i}", library, inside).ConfigureAwait(false);
            await MeasureAsync(sqlite, $"pipe-{i}", pipe, read).ConfigureAwait(false);
            if (i < settings.PolledWaits)
                await MeasureAsync(sqlite, $"loop-{i}", loop, polled).ConfigureAwait(false);
        }

        Markdown.Section("Waiting for a change");
        Markdown.Table(
            ["SQLite: from the commit's return to the end of the process that waits", "Times", "p50", "p99"],
            [
                waited.Row("`pawl wait ID --state 5`"),
                inside.Row("the same by the library, without a process's end"),
                polled.Row("a loop that asks `sqlite3` once a second"),
                read.Row("the least: a shell that is told through a pipe and ends"),
            ]);
        Markdown.Text("The guide's loop looks every 30 s: 15,000 ms half of the time, 29,700 ms at the 99th percentile, whatever the machine.");
        goals.AtMost("p99 of `pawl wait` after a commit, SQLite", Goal, waited.P99, Numbers.Ms);
        if (PostgresServer.Availability is { } missing)
            Markdown.Text($"PostgreSQL isn't measured: {missing}.");
        else
            await PostgresWaits.RunAsync(settings, places, goals, Goal).ConfigureAwait(false);
    }

    /// <summary>Begins a build, lets somebody wait for its first state's completion, and completes it.</summary>
    public static async Task MeasureAsync(IBuildStore store, string id, IWaiter waiter, Samples samples)
    {
        var state = BuildState.None(BuildId.Parse(id));
        foreach (var begin in SampleBuild.Beginning)
            state = await AppendAsync(store, begin(state)).ConfigureAwait(false);
        await waiter.StartAsync(id).ConfigureAwait(false);
        var change = SampleBuild.Step(state);
        await AppendAsync(store, change).ConfigureAwait(false);
        var committed = Stopwatch.GetTimestamp();
        var ended = await waiter.EndAsync().ConfigureAwait(false);
        samples.Add(Math.Max(0, ended - committed));
    }

    private static async ValueTask<BuildState> AppendAsync(IBuildStore store, Change change) =>
        await store.AppendAsync(change, CancellationToken.None).ConfigureAwait(false) == AppendResult.Appended
            ? change.After
            : throw new InvalidOperationException($"{change.Before.Id} was changed by someone else");
}
