using Pawl.Aws.S3;
using Pawl.Bench.Steps;
using Pawl.Bench.Stores.Objects;
using Pawl.Builds;
using Pawl.Servers;
using Pawl.Sqlite;
using Pawl.Stores;
using Pawl.Stores.Mirroring;
using Pawl.Stores.Objects;

namespace Pawl.Bench.Stores.Mirrors;

/// <summary>How many bytes a transition ships to the mirror, as the history grows: each transition by a store that is opened for it alone.</summary>
internal static class ShippingBenchmark
{
    private const double MostGrowth = 1.1;
    private const int EventsAnAppend = 50;

    private static readonly int[] Lengths = [100, 1_000, 10_000];
    private static readonly Worker Worker = new("bench@host");

    public static async Task RunAsync(Goals goals)
    {
        Markdown.Section("Bytes shipped to a mirror on S3 for a transition");
        if (MotoServer.Availability is { } missing)
        {
            Markdown.Text($"Skipped: {missing}.");
            return;
        }

        Surroundings.SetAwsCredentials();
        var server = await MotoServer.StartAsync(CancellationToken.None);
        await using (server)
        {
            var url = Surroundings.Url($"s3://builds/mirror?endpoint={server.Endpoint}");
            await new S3Kind().CreateAsync(url, Surroundings.Context, CancellationToken.None);
            var shipped = new List<Shipped>();
            foreach (var length in Lengths)
            {
                Markdown.Progress($"stores: bytes shipped after {length} events");
                shipped.Add(await MeasureAsync(url, length));
            }

            Markdown.Table(
                ["Events of history", "History, put", "`state.json`, put", "Read", "PUTs", "GETs"],
                shipped.Select(s => (string[])[Numbers.Count(s.Events), Bytes(s.History), Bytes(s.State), Bytes(s.Read), Numbers.Ratio(s.Puts), Numbers.Ratio(s.Gets)]));
            goals.AtMost("Bytes shipped for a transition, `state.json` apart, at 10,000 events, times those at 100", MostGrowth, shipped[^1].History / shipped[0].History, Numbers.Ratio);
        }
    }

    private static async Task<Shipped> MeasureAsync(StoreUrl url, int length)
    {
        using var workspace = new Workspace();
        var id = BuildId.Parse($"history-{length:00000}");
        var count = new RequestCount();
        await using (var store = Open(workspace.Folder, url, count))
            await GrowAsync(store, id, length);
        count.Clear();
        for (var step = 0; step < SampleBuild.Steps; step++)
        {
            await using var store = Open(workspace.Folder, url, count);
            var state = (await store.LoadAsync(id, CancellationToken.None)).State;
            await store.MakeAsync(Change.To(state, Now).Succeed(state.Current));
        }

        return new Shipped(
            length,
            count.Puts.Where(put => !IsState(put.Key)).Sum(put => put.Content.Length) / (double)SampleBuild.Steps,
            count.Puts.Where(put => IsState(put.Key)).Sum(put => put.Content.Length) / (double)SampleBuild.Steps,
            count.Gets.Sum(get => get.Bytes) / (double)SampleBuild.Steps,
            count.Puts.Count / (double)SampleBuild.Steps,
            count.Gets.Count / (double)SampleBuild.Steps);
    }

    private static Occasion Now => new(DateTimeOffset.UtcNow, Worker);

    // A state that is tried and interrupted again and again.
    private static async Task GrowAsync(MirroredBuildStore store, BuildId id, int length)
    {
        var state = await store.MakeAsync(
            Change.To(BuildState.None(id), Now).Create(Label.Parse("private"), Label.Parse("debian12-base"), StandardStates.Plan, new PipelineReference("", "", "")));
        while (state.Version.Value < length)
        {
            var more = (int)Math.Min(EventsAnAppend, length - state.Version.Value);
            state = await store.MakeAsync(Enumerable.Range(0, more).Aggregate(Change.To(state, Now), (change, _) => change.Start(state.Current)));
        }
    }

    private static MirroredBuildStore Open(string folder, StoreUrl url, RequestCount count) => new(
        SqliteBuildStore.Open(folder, new SqliteOptions()),
        url.ToString(),
        _ => new ObjectBuildStore(new CountedObjects(S3Objects.Open(url), count), Surroundings.Context),
        Worker,
        Surroundings.Context);

    private static bool IsState(string key) => key.EndsWith("/state.json", StringComparison.Ordinal);

    private static string Bytes(double bytes) => Numbers.Count((long)bytes) + " B";

    private sealed record Shipped(int Events, double History, double State, double Read, double Puts, double Gets);
}
