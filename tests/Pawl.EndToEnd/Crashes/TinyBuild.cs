using System.Globalization;
using Pawl.Builds;
using Pawl.Sqlite;

namespace Pawl.EndToEnd.Crashes;

/// <summary>A build of a tiny pipeline that real pawl processes work on, and what must hold of it at any moment.</summary>
internal sealed class TinyBuild(string store, TinyPipeline pipeline, string id) : IDisposable
{
    private int _runs;

    internal BuildId Id { get; } = BuildId.Parse(id);

    internal TinyPipeline Pipeline => pipeline;

    internal MarkedProcesses Processes { get; } = new(pipeline.Folder);

    /// <summary>The environment of its workers.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Environment =>
        [new(MarkedProcesses.Variable, pipeline.Folder), new("PAWL_STORE", store), new("HOME", pipeline.Folder)];

    /// <summary>Starts a worker that begins it or goes on with it.</summary>
    internal PawlProcess Run(params string[] options) => Start(["run", pipeline.File, "--build-id", id, .. options]);

    /// <summary>Starts a worker that goes on with it.</summary>
    internal PawlProcess Resume(params string[] options) => Start(["resume", id, .. options]);

    /// <summary>Starts pawl on its store.</summary>
    internal PawlProcess Start(params string[] arguments) => StartAs("worker", arguments);

    /// <summary>Starts pawl on its store, as a worker of this name.</summary>
    internal PawlProcess StartAs(string worker, params string[] arguments)
    {
        var number = Interlocked.Increment(ref _runs).ToString(CultureInfo.InvariantCulture);
        return PawlProcess.Start(Path.Combine(pipeline.Folder, $"run-{number}"), [.. Environment, new("PAWL_WORKER", worker)], arguments);
    }

    /// <summary>Its history as it is now.</summary>
    internal async Task<List<BuildEvent>> HistoryAsync()
    {
        await using var reader = Open();
        return await reader.ReadHistoryAsync(Id, BuildVersion.None, CancellationToken.None).ToListAsync();
    }

    /// <summary>Fails unless history, tables and what the tasks wrote down agree, and nothing was done twice.</summary>
    internal async Task CheckAsync()
    {
        // Read first: what it says of a task must already stand in the history.
        var journal = pipeline.Journal;
        var history = await HistoryAsync();
        if (history.Count > 0)
        {
            var check = new HistoryCheck(Id);
            Refuse("the history is not whole", history.SelectMany(check.Add));
            await using var reader = Open();
            Refuse("the tables are not what the history says", await reader.FindDifferencesAsync(Id, CancellationToken.None));
        }

        Refuse("attempts overlap", journal.Overlaps);
        Refuse("an attempt was begun twice", journal.Begun.CountBy(attempt => attempt).Where(count => count.Value > 1));
        var started = history.OfType<BuildEvent.Started>().Select(e => (e.State.Value, e.Attempt)).ToHashSet();
        Refuse("a task began without a record", journal.Begun.Where(attempt => !started.Contains(attempt)));
        Refuse("a completed task was run again", RunAgain(history, journal));
    }

    /// <summary>Fails unless the build is completed and nothing of it is left.</summary>
    internal async Task CheckCompletedAsync()
    {
        await CheckAsync();
        var history = await HistoryAsync();
        var completed = history.OfType<BuildEvent.Completed>().Select(e => e.State.Value).ToArray();
        if (!completed.SequenceEqual(pipeline.States))
            throw new CrashTestException($"completed are {string.Join(' ', completed)}, and should be {string.Join(' ', pipeline.States)}");
        await ExpectAsync(0, "audit", "verify", Id.Value);
        await ExpectAsync(0, "check", Id.Value);
    }

    /// <summary>Runs a verb on its store to the end.</summary>
    internal async Task ExpectAsync(int code, params string[] arguments)
    {
        using var pawl = Start(arguments);
        var found = await pawl.ExitAsync(TimeSpan.FromSeconds(60));
        if (found != code)
            throw new CrashTestException($"pawl {string.Join(' ', arguments)} ends with {found}, not {code}: {pawl.Out} {pawl.Error}");
    }

    /// <summary>Leaves nothing behind, also when a promise was broken.</summary>
    public void Dispose()
    {
        for (var left = Processes.Find(); left.Count > 0; left = Processes.Find())
        {
            foreach (var process in left)
                PawlProcess.Send(process.Pid, PawlProcess.Kill);
        }
    }

    private SqliteBuildStore Open() => SqliteBuildStore.Open(store, new SqliteOptions { Closing = SqliteClosing.KeepLog });

    private static IEnumerable<(int, int)> RunAgain(List<BuildEvent> history, Journal journal)
    {
        var (last, done) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        foreach (var happened in history)
        {
            if (happened is BuildEvent.Started start)
                last[start.State.Value] = start.Attempt;
            if (happened is BuildEvent.Completed end)
                done[end.State.Value] = last.GetValueOrDefault(end.State.Value);
        }

        return journal.Begun.Where(attempt => done.TryGetValue(attempt.State, out var completing) && attempt.Attempt > completing);
    }

    private static void Refuse<T>(string what, IEnumerable<T> faults)
    {
        if (faults.Take(10).ToArray() is { Length: > 0 } found)
            throw new CrashTestException($"{what}: {string.Join("; ", found)}");
    }
}
