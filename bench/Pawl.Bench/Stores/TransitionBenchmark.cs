using System.Diagnostics;
using Pawl.Bench.Steps;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Bench.Stores;

/// <summary>A durable transition through the library, in turn with the floors of the same server.</summary>
internal static class TransitionBenchmark
{
    private const int WarmUps = 5;
    private const double MostTimesFloor = 1.3;

    public static async Task RunAsync(int builds, IEnumerable<Entry> entries, Goals goals)
    {
        Markdown.Section("A durable transition on every store");
        var rows = new List<string[]>();
        foreach (var entry in entries)
        {
            if (entry.Missing is { } missing)
            {
                Markdown.Text($"{entry.Name}: skipped, {missing}.");
                continue;
            }

            Markdown.Progress($"stores: {entry.Name}");
            var contender = await entry.StartAsync();
            await using (contender)
                rows.AddRange(Rows(entry.Name, await MeasureAsync(Math.Min(builds, entry.MostBuilds), contender), goals));
        }

        Markdown.Table(["What", "Times", "p50", "p99", "Pawl's p50 / this"], rows);
    }

    private static async Task<(string Name, Samples Samples)[]> MeasureAsync(int builds, Contender contender)
    {
        var steps = new Samples();
        var floors = contender.Floors.Select(floor => (floor.Name, Samples: new Samples())).ToArray();
        await using var store = contender.Open();
        for (var build = -WarmUps; build < builds; build++)
        {
            var measured = build >= 0;
            var id = $"build-{build + WarmUps:0000}";
            await StoreAsync(store, id, measured ? steps : new Samples());
            foreach (var (floor, (_, samples)) in contender.Floors.Zip(floors))
                await FloorAsync(floor, id, measured ? samples : new Samples());
        }

        return [("", steps), .. floors];
    }

    private static async Task StoreAsync(IBuildStore store, string id, Samples samples)
    {
        var state = BuildState.None(BuildId.Parse(id));
        foreach (var begin in SampleBuild.Beginning)
            state = await store.MakeAsync(begin(state));
        while (state.Status != BuildStatus.Completed)
        {
            var began = Stopwatch.GetTimestamp();
            state = await store.MakeAsync(SampleBuild.Step(state));
            samples.Add(Stopwatch.GetTimestamp() - began);
        }

        // A list waits for what follows the appends, so that nothing of it falls into the floor's turn.
        await store.ListAsync(new BuildQuery { Limit = 1 }, CancellationToken.None).CountAsync();
    }

    private static async Task FloorAsync(IFloor floor, string id, Samples samples)
    {
        await floor.BeginAsync(id);
        for (var step = 0; step < SampleBuild.Steps; step++)
        {
            var began = Stopwatch.GetTimestamp();
            await floor.WriteAsync(step);
            samples.Add(Stopwatch.GetTimestamp() - began);
        }
    }

    private static IEnumerable<string[]> Rows(string name, (string Name, Samples Samples)[] all, Goals goals)
    {
        var store = all[0].Samples;
        goals.AtMost($"{name}: times its server's floor", MostTimesFloor, store.Median / all[1].Samples.Median, Numbers.Ratio);
        yield return [.. store.Row(name), ""];
        foreach (var (floor, samples) in all[1..])
            yield return [.. samples.Row($"the floor: {floor}"), Numbers.Ratio(store.Median / samples.Median)];
    }
}
