using System.Globalization;
using Pawl.Bench.Steps;
using Pawl.Builds;

namespace Pawl.Bench.Commands;

/// <summary>One durable transition by the command line, in turn with the guide's own script; and how the program starts.</summary>
internal static class CommandBenchmark
{
    public static void Run(Settings settings, Places places, Goals goals)
    {
        using var workspace = new Workspace();
        using var spawned = new Spawned();
        var bench = new Transitions(spawned, places, workspace.Make("pawl"), workspace.Make("guide"));
        for (var build = 0; build < settings.Transitions / SampleBuild.Steps; build++)
        {
            Markdown.Progress($"command line, build {build + 1} of {settings.Transitions / SampleBuild.Steps}");
            bench.OneBuild($"build-{build:0000}");
        }

        var start = new Samples();
        for (var i = 0; i < settings.Transitions / 2; i++)
            start.Add(spawned.Run(places.Pawl, "--version"));
        var memory = bench.PeakMemory();
        Write(bench, start, memory);
        goals.AtMost("One durable transition by the command line, as a share of the guide's", 1.0, bench.Pawl.Median / bench.Guide.Median, Numbers.Ratio);
        goals.AtMost("Start of the program", 12, start.Median, Numbers.Ms);
        goals.AtMost("Its peak memory", 40, memory, Megabytes);
    }

    private static void Write(Transitions bench, Samples start, double memory)
    {
        Markdown.Section("One transition by the command line");
        Markdown.Table(
            ["A process from its start to its end", "Times", "p50", "p99"],
            [
                bench.Pawl.Row("`pawl succeed ID`"),
                bench.Guide.Row("the guide's `update_state_success` (bash, sqlite3)"),
                start.Row("`pawl --version`"),
            ]);
        Markdown.Text($"Share of the guide's time: {Numbers.Ratio(bench.Pawl.Median / bench.Guide.Median)}. Peak memory of `pawl succeed`: {Megabytes(memory)}.");
    }

    private static string Megabytes(double size) => size.ToString("0.0", CultureInfo.InvariantCulture) + " MB";

    private sealed class Transitions(Spawned spawned, Places places, string pawlFolder, string guideFolder)
    {
        public Samples Pawl { get; } = new();

        public Samples Guide { get; } = new();

        public void OneBuild(string id)
        {
            Init(id);
            spawned.Run("/bin/bash", $"{places.Guide}/init_build.sh", guideFolder, id, "private", "debian12-base");
            foreach (var state in StandardStates.Plan.States)
            {
                Pawl.Add(spawned.Run(places.Pawl, "succeed", id, "--store", pawlFolder));
                Guide.Add(spawned.Run("/bin/bash", $"{places.Guide}/update_state_success.sh", guideFolder, id, state.Code.ToString()));
            }
        }

        public double PeakMemory()
        {
            Init("memory");
            return Enumerable.Range(0, 5).Max(_ => Commands.PeakMemory.Of(places.Pawl, "succeed", "memory", "--store", pawlFolder));
        }

        private void Init(string id) =>
            spawned.Run(places.Pawl, "init", id, "--provider", "private", "--image-type", "debian12-base", "--store", pawlFolder);
    }
}
