using System.Diagnostics;
using Pawl.Auditing;
using Pawl.Bench.Steps;
using Pawl.Builds;
using Pawl.Sqlite;

namespace Pawl.Bench.Histories;

/// <summary>A long history is verified: each event read, its hash made, and the store's tables compared with it.</summary>
internal static class AuditBenchmark
{
    private const int Rounds = 5;

    public static async Task RunAsync(string folder, BuildId id, Goals goals)
    {
        Markdown.Progress("history: verifying");
        var (chain, whole) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var store = SqliteBuildStore.Open(folder, new SqliteOptions());
            await using (store.ConfigureAwait(false))
            {
                chain.Add(await RateAsync(async () => (await ReadAsync(store, id).ConfigureAwait(false)).Version.Value).ConfigureAwait(false));
                whole.Add(await RateAsync(() => VerifyAsync(store, id)).ConfigureAwait(false));
            }
        }

        var hash = HashCost();
        Markdown.Section("Verifying that build");
        Markdown.Table(
            ["What", "Events a second, median"],
            [
                ["library: read the events, check the chain and the state machine", Numbers.Rate(Numbers.Median(chain))],
                ["library: that, and compare all tables with them (`pawl audit verify`)", Numbers.Rate(Numbers.Median(whole))],
            ]);
        Markdown.Text($"The hash of an event takes {hash:0.0} µs.");
        goals.AtLeast("Verify: events a second", 100_000, Numbers.Median(chain), Numbers.Rate);
    }

    private static async Task<double> RateAsync(Func<Task<long>> run)
    {
        var began = Stopwatch.GetTimestamp();
        var events = await run().ConfigureAwait(false);
        return events / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<BuildState> ReadAsync(SqliteBuildStore store, BuildId id)
    {
        var check = new HistoryCheck(id);
        await foreach (var happened in store.ReadHistoryAsync(id, BuildVersion.None, CancellationToken.None).ConfigureAwait(false))
        {
            if (check.Add(happened).Count > 0)
                throw new InvalidOperationException("the history that was just made is not whole");
        }

        return check.State;
    }

    private static async Task<long> VerifyAsync(SqliteBuildStore store, BuildId id)
    {
        var audit = new StoreAudit(store, anchored: null);
        await foreach (var fault in audit.VerifyAsync(id, CancellationToken.None).ConfigureAwait(false))
            throw new InvalidOperationException(fault.Message);
        return audit.Events;
    }

    private static double HashCost()
    {
        const int times = 100_000;
        var happened = SampleBuild.Resume(SampleBuild.Beginning.Aggregate(BuildState.None(BuildId.Parse("b")), (state, begin) => begin(state).After)).Events[^1];
        ChainHash.Of(happened);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
            ChainHash.Of(happened);
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / times;
    }
}
