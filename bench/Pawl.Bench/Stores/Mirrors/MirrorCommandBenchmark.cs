using Pawl.Aws.S3;
using Pawl.Bench.Commands;
using Pawl.Builds;
using Pawl.Servers;

namespace Pawl.Bench.Stores.Mirrors;

/// <summary>A transition by the command line that is in the mirror when the program ends, in turn with the guide's copy to the cloud.</summary>
internal static class MirrorCommandBenchmark
{
    private const double LeastTimes = 20;
    private const string Bucket = "state-builds";

    public static async Task RunAsync(int builds, Places places, Goals goals)
    {
        Markdown.Section("A transition by the command line, with a mirror on S3");
        if ((MotoServer.Availability ?? AwsProgram.Missing ?? SqliteShell()) is { } missing)
        {
            Markdown.Text($"Skipped: {missing}.");
            return;
        }

        Surroundings.SetAwsCredentials();
        var server = await MotoServer.StartAsync(CancellationToken.None);
        await using (server)
        {
            await new S3Kind().CreateAsync(Surroundings.Url($"s3://{Bucket}?endpoint={server.Endpoint}"), Surroundings.Context, CancellationToken.None);
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", server.Endpoint.ToString());
            AwsProgram.PutFirstOnPath();
            var (pawl, guide) = Measure(builds, places);
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", null);
            Markdown.Table(
                ["A process from its start to its end", "Times", "p50", "p99"],
                [pawl.Row("`pawl succeed ID --mirror s3://…`: the transition, here and in the mirror"), guide.Row("the guide's `sync_to_cloud` alone (bash, sqlite3, `aws s3 cp`)")]);
            goals.AtLeast("A transition with a mirror, times faster than the guide's `sync_to_cloud`", LeastTimes, guide.Median / pawl.Median, Numbers.Ratio);
        }
    }

    private static (Samples Pawl, Samples Guide) Measure(int builds, Places places)
    {
        using var workspace = new Workspace();
        using var spawned = new Spawned();
        var (pawlFolder, guideFolder) = (workspace.Make("pawl"), workspace.Make("guide"));
        string[] where = ["--store", pawlFolder, "--mirror", $"s3://{Bucket}/pawl"];
        var (pawl, guide) = (new Samples(), new Samples());
        for (var build = 0; build < builds; build++)
        {
            Markdown.Progress($"stores: command line with a mirror, build {build + 1} of {builds}");
            var id = $"build-{build:0000}";
            spawned.Run(places.Pawl, ["init", id, "--provider", "private", "--image-type", "debian12-base", .. where]);
            spawned.Run("/bin/bash", $"{places.Guide}/init_build.sh", guideFolder, id, "private", "debian12-base");
            foreach (var state in StandardStates.Plan.States)
            {
                pawl.Add(spawned.Run(places.Pawl, ["succeed", id, .. where]));
                spawned.Run("/bin/bash", $"{places.Guide}/update_state_success.sh", guideFolder, id, state.Code.ToString());
                guide.Add(spawned.Run("/bin/bash", $"{places.Guide}/sync_to_cloud.sh", guideFolder, id));
            }
        }

        return (pawl, guide);
    }

    private static string? SqliteShell() => File.Exists("/usr/bin/sqlite3") ? null : "the guide's scripts need sqlite3 (apt-get install sqlite3)";
}
