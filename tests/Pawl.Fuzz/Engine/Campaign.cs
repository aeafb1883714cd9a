using System.Diagnostics;

namespace Pawl.Fuzz.Engine;

/// <summary>What a campaign is to do.</summary>
/// <param name="Targets">The targets, in order.</param>
/// <param name="Time">For each of them.</param>
/// <param name="Seed">What libFuzzer's chances begin with.</param>
/// <param name="Root">The folder for everything that it keeps.</param>
/// <param name="Seeds">The folder with a folder of real inputs for each target.</param>
/// <param name="Library">The path of the shared library with libFuzzer.</param>
internal sealed record CampaignPlan(IReadOnlyList<Target> Targets, TimeSpan Time, uint Seed, string Root, string Seeds, string Library);

/// <summary>Fuzzes targets one after the other.</summary>
/// <param name="plan">Which, and for how long.</param>
/// <param name="output">Gets a line for each target, and one for each finding.</param>
internal sealed class Campaign(CampaignPlan plan, TextWriter output)
{
    // One that ends at once is begun anew, for what else there is to find; the same input may end it again.
    private const int MostStarts = 3;

    private readonly EngineProcess _engine = new(InstrumentedCopy.Make(Path.Combine(plan.Root, "instrumented")));

    /// <summary>Fuzzes all of them, and returns how many findings there are.</summary>
    public int Run()
    {
        output.WriteLine($"fuzz: seed {plan.Seed}, {plan.Time.TotalSeconds:0} s a target");
        return plan.Targets.Sum(Run);
    }

    private int Run(Target target)
    {
        var folder = new TargetFolder(plan.Root, target);
        folder.Prepare();
        File.Delete(folder.Log);
        var runs = Fuzz(target, folder);
        var findings = Directory.GetFiles(folder.Findings, "*" + Finding.TextExtension).Order(StringComparer.Ordinal).ToArray();
        var (edges, inputs) = (_engine.CountEdges(target, folder.Corpus), Directory.GetFiles(folder.Corpus).Length);
        output.WriteLine($"fuzz: {target.Name,-16} {runs,12:N0} runs {edges,7:N0} edges {inputs,7:N0} inputs {findings.Length,4} findings");
        foreach (var finding in findings)
            output.WriteLine($"fuzz:   {finding[..^Finding.TextExtension.Length]}: {File.ReadLines(finding).First()}");
        return findings.Length;
    }

    private long Fuzz(Target target, TargetFolder folder)
    {
        var clock = Stopwatch.StartNew();
        var runs = 0L;
        for (var starts = 0; starts < MostStarts && (starts == 0 || clock.Elapsed < plan.Time); starts++)
        {
            var left = plan.Time - clock.Elapsed;
            var end = _engine.Fuzz(target, folder, plan.Library, Path.Combine(plan.Seeds, target.Name), left, plan.Seed + (uint)starts);
            runs += end.Runs;
            if (end.ExitCode == 0)
                break;
            if (end.ExitCode == EngineProcess.EngineFault)
                throw new EngineException($"libFuzzer gave up on {target.Name}:\n{end.Said}");
            var input = LastInput.Read(folder.LastInput);
            Finding.OfDeath(input, $"the process ended with exit code {end.ExitCode}\n{end.Said}").Write(folder.Findings, input);
        }

        return runs;
    }
}
