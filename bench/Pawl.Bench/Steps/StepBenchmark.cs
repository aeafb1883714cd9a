namespace Pawl.Bench.Steps;

/// <summary>Durable steps a second through the library, in turn with the same SQL alone and with the peers.</summary>
internal static class StepBenchmark
{
    private const int Many = 64;

    public static async Task RunAsync(Settings settings, Places places, Goals goals)
    {
        Markdown.Section("Durable steps through the library");
        var sequence = await CompareAsync(1, settings, places).ConfigureAwait(false);
        Write("one build after another", sequence);
        AddGoals("in sequence", sequence, 5, goals);
        var many = await CompareAsync(Many, settings, places).ConfigureAwait(false);
        Write($"{Many} builds at once", many);
        AddGoals($"{Many} at once", many, 2.5, goals);
    }

    private static async Task<Contender[]> CompareAsync(int atOnce, Settings settings, Places places)
    {
        Contender[] all =
        [
            new("Pawl", () => StepRun.MeasureAsync(folder => new PawlBuilds(folder), atOnce, settings.Seconds)),
            new("the same SQL alone", () => StepRun.MeasureAsync(folder => new BareBuilds(folder), atOnce, settings.Seconds)),
            .. ((Peer[])[Peer.Restate(places), Peer.Dbos(places)]).Select(p => new Contender(p.Name, () => p.MeasureAsync(atOnce, settings.Seconds))),
        ];
        for (var round = 1; round <= settings.Rounds; round++)
        {
            foreach (var contender in all)
            {
                Markdown.Progress($"steps, {atOnce} at once, round {round} of {settings.Rounds}: {contender.Name}");
                contender.Results.Add(await contender.MeasureAsync().ConfigureAwait(false));
            }
        }

        return all;
    }

    private static void Write(string mode, Contender[] all) => Markdown.Table(
        [$"{mode}: medians of the rounds", "Steps a second", "p50 of a step", "p99 of a step"],
        all.Select(c => (string[])[c.Name, Numbers.Rate(c.PerSecond), Numbers.Ms(c.Median), Numbers.Ms(c.P99)]));

    private static void AddGoals(string mode, Contender[] all, double times, Goals goals)
    {
        var (pawl, bare, peer) = (all[0], all[1], all[2..].MaxBy(c => c.PerSecond)!);
        goals.AtLeast($"Steps a second {mode}, as a share of the same SQL alone", 0.8, pawl.PerSecond / bare.PerSecond, Numbers.Ratio);
        goals.AtMost($"p99 of a step {mode}", 10, pawl.P99, Numbers.Ms);
        goals.AtLeast($"Steps a second {mode}, times the better peer's ({peer.Name})", times, pawl.PerSecond / peer.PerSecond, Numbers.Ratio);
    }

    private sealed record Contender(string Name, Func<Task<StepResult>> MeasureAsync)
    {
        public List<StepResult> Results { get; } = [];

        public double PerSecond => Numbers.Median(Results.Select(r => r.PerSecond));

        public double Median => Numbers.Median(Results.Select(r => r.Median));

        public double P99 => Numbers.Median(Results.Select(r => r.P99));
    }
}
