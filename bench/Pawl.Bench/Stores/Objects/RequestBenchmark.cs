using System.Globalization;
using Pawl.Aws.S3;
using Pawl.Bench.Steps;
using Pawl.Builds;
using Pawl.Servers;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Bench.Stores.Objects;

/// <summary>What one transition asks of an S3 server: by a process that makes one and ends, and by one that goes on.</summary>
internal static class RequestBenchmark
{
    private const double MostPuts = 2;

    public static async Task RunAsync(Goals goals)
    {
        Markdown.Section("Requests for a transition on S3");
        if (MotoServer.Availability is { } missing)
        {
            Markdown.Text($"Skipped: {missing}.");
            return;
        }

        Markdown.Progress("stores: requests");
        Surroundings.SetAwsCredentials();
        var server = await MotoServer.StartAsync(CancellationToken.None);
        await using (server)
        {
            var url = Surroundings.Url($"s3://builds/bench?endpoint={server.Endpoint}");
            await new S3Kind().CreateAsync(url, Surroundings.Context, CancellationToken.None);
            var (single, lasting) = (new RequestCount(), new RequestCount());
            await ManyProcessesAsync(url, single);
            await OneProcessAsync(url, lasting);
            Markdown.Table(
                ["A transition by", "PUT", "GET", "LIST"],
                [Row("a process of its own: open, load, append, close", single), Row("a process that makes all 21, until it has closed", lasting)]);
            goals.AtMost("S3: PUTs for a transition by a process of its own", MostPuts, PutsAStep(single), Numbers.Ratio);
            goals.AtMost("S3: PUTs for a transition by a process that goes on", MostPuts, PutsAStep(lasting), Numbers.Ratio);
        }
    }

    private static async Task ManyProcessesAsync(StoreUrl url, RequestCount count)
    {
        var changes = SampleChanges.Of("single-0000");
        await using (var store = Open(url, count))
            await BeginAsync(store, changes);
        count.Clear();
        for (var step = 0; step < SampleBuild.Steps; step++)
        {
            await using var store = Open(url, count);
            var state = (await store.LoadAsync(BuildId.Parse("single-0000"), CancellationToken.None)).State;
            await store.MakeAsync(SampleBuild.Step(state));
        }
    }

    private static async Task OneProcessAsync(StoreUrl url, RequestCount count)
    {
        var changes = SampleChanges.Of("lasting-0000");
        await using var store = Open(url, count);
        await BeginAsync(store, changes);
        // A list waits for what follows the appends.
        await store.ListAsync(new BuildQuery(), CancellationToken.None).CountAsync();
        count.Clear();
        foreach (var change in changes.Steps)
            await store.MakeAsync(change);
    }

    private static async Task BeginAsync(ObjectBuildStore store, SampleChanges changes)
    {
        foreach (var change in changes.Beginning)
            await store.MakeAsync(change);
    }

    private static ObjectBuildStore Open(StoreUrl url, RequestCount count) => new(new CountedObjects(S3Objects.Open(url), count), Surroundings.Context);

    private static double PutsAStep(RequestCount count) => count.Puts.Count / (double)SampleBuild.Steps;

    private static string[] Row(string what, RequestCount count) =>
        [what, .. ((int[])[count.Puts.Count, count.Gets.Count, count.Lists.Count]).Select(n => (n / (double)SampleBuild.Steps).ToString("0.0", CultureInfo.InvariantCulture))];
}
