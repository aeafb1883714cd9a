using Pawl.Bench.Steps;
using Pawl.Sealing;
using Pawl.Secrets;
using Pawl.Sqlite;
using Pawl.Stores;

namespace Pawl.Bench.Sealing;

/// <summary>What sealing costs: durable steps with and without it, in turns that are short and many, since disks waver.</summary>
internal static class SealingBenchmark
{
    private const int TurnsARound = 6;

    public static async Task RunAsync(Settings settings, Goals goals)
    {
        Markdown.Section("Sealed builds");
        var (plain, seal) = (new List<StepResult>(), new List<StepResult>());
        for (var turn = 1; turn <= settings.Rounds * TurnsARound; turn++)
        {
            Markdown.Progress($"sealing, turn {turn} of {settings.Rounds * TurnsARound}");
            plain.Add(await StepRun.MeasureAsync(folder => new PawlBuilds(Open(folder)), 1, settings.Seconds / 2.0).ConfigureAwait(false));
            seal.Add(await StepRun.MeasureAsync(folder => new PawlBuilds(OpenSealed(folder)), 1, settings.Seconds / 2.0).ConfigureAwait(false));
        }

        Markdown.Table(
            ["one build after another: medians of the turns", "Steps a second", "p50 of a step", "p99 of a step"],
            ((string Name, List<StepResult> Results)[])[("in the clear", plain), ("sealed", seal)] is var rows
                ? rows.Select(r => (string[])[r.Name, Numbers.Rate(Median(r.Results, s => s.PerSecond)), Numbers.Ms(Median(r.Results, s => s.Median)), Numbers.Ms(Median(r.Results, s => s.P99))])
                : []);
        var added = Numbers.Median(plain.Zip(seal).Select(pair => pair.Second.Median / pair.First.Median));
        goals.AtMost("A sealed durable transition, times one in the clear", 1.10, added, Numbers.Ratio);
    }

    private static double Median(IEnumerable<StepResult> results, Func<StepResult, double> of) => Numbers.Median(results.Select(of));

    private static SqliteBuildStore Open(string folder) => SqliteBuildStore.Open(folder, new SqliteOptions { Durability = SqliteDurability.Full });

    private static IBuildStore OpenSealed(string folder)
    {
        var store = Open(folder);
        var shelf = new KeyShelf(folder, () => new SqliteKind().OpenKeys(SqliteKind.UrlOf(folder)));
        shelf.EncryptAsync(DateTimeOffset.UnixEpoch, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var key = LocalKey.Parse(KeyText.New());
        return SealedBuildStore.Over(store, new SealKeys(new Lazy<KeyRing>(new KeyRing(key, [])), shelf, [], _ => { }), SealedView.Clear);
    }
}
