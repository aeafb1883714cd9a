using System.Diagnostics;

namespace Pawl.Bench.Fleet;

/// <summary>Questions to a large fleet: through the library and by the command line.</summary>
internal static class FleetBenchmark
{
    private const int Sweeps = 5;

    public static async Task RunAsync(Settings settings, Places places, Goals goals)
    {
        using var workspace = new Workspace();
        Markdown.Progress($"fleet: making {settings.Fleet} builds");
        await FleetMaker.MakeAsync(workspace.Folder, settings.Fleet).ConfigureAwait(false);
        await WriteBackAsync().ConfigureAwait(false);
        var ask = new Questions(workspace.Folder, settings.Questions);
        Markdown.Progress("fleet: the first list, which builds the catalog");
        var first = await ask.FirstAsync().ConfigureAwait(false);
        await WriteBackAsync().ConfigureAwait(false);
        Markdown.Progress("fleet: lists");
        var list = await ask.ListAsync(Questions.Last).ConfigureAwait(false);
        var failed = await ask.ListAsync(Questions.Failed).ConfigureAwait(false);
        var (listVerb, attentionVerb) = ask.Verbs(places.Pawl);
        var sweep = await ask.SweepAsync(Sweeps).ConfigureAwait(false);
        Markdown.Section($"Lists of {Numbers.Count(settings.Fleet)} builds");
        Markdown.Text($"One build a file; one in {FleetMaker.OneFailedIn} has failed. Warm, unless it says otherwise.");
        Markdown.Table(
            ["Question", "Times", "p50", "p99"],
            [
                list.Row("library: the 50 builds changed last"),
                failed.Row($"library: all {Numbers.Count(settings.Fleet / FleetMaker.OneFailedIn)} that failed an hour ago or earlier"),
                listVerb.Row("`pawl list`, the whole process"),
                attentionVerb.Row("`pawl attention`, the whole process"),
                sweep.Row("library: a list that looks at all files again (at most once a minute)"),
                first.Row("library: the first list ever, which reads all files"),
            ]);
        goals.AtMost("`list`, library", 20, list.Median, Numbers.Ms);
        goals.AtMost("`failed`, library", 20, failed.Median, Numbers.Ms);
        goals.AtMost("`pawl list`, process", 20, listVerb.Median, Numbers.Ms);
        goals.AtMost("`pawl attention`, process", 20, attentionVerb.Median, Numbers.Ms);
    }

    // Gigabytes that wait to be written would be measured with everything else.
    private static async Task WriteBackAsync()
    {
        using var sync = Process.Start("sync");
        await sync.WaitForExitAsync().ConfigureAwait(false);
    }
}
