using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pawl.Fuzz.Engine;

/// <summary>How a process that fuzzed a target ended.</summary>
/// <param name="ExitCode">Zero when it ended by itself.</param>
/// <param name="Runs">How many inputs it tried.</param>
/// <param name="Said">The last lines that it said.</param>
internal sealed record EngineEnd(int ExitCode, long Runs, string Said);

/// <summary>The fuzzer itself failed: nothing is known of the target.</summary>
internal sealed class EngineException(string message) : Exception(message);

/// <summary>Runs the instrumented copy of this program.</summary>
/// <param name="program">The copy.</param>
internal sealed partial class EngineProcess(string program)
{
    /// <summary>libFuzzer's exit code when it can't go on, for a reason of its own.</summary>
    public const int EngineFault = 1;

    // Inputs have a few kilobytes: what needs more memory than this, or more time, is a finding. The time is by the clock, and machines are busy.
    private const string HeapLimit = "0x40000000";
    private const int MostSecondsAnInput = 10;
    private const int MostInputBytes = 16_384;
    private const int LastLines = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Fuzzes a target for some time, or until an input ends the process.</summary>
    public EngineEnd Fuzz(Target target, TargetFolder folder, string library, string seeds, TimeSpan time, uint seed)
    {
        List<string> arguments =
        [
            program, "engine", target.Name, library, folder.Findings, folder.LastInput,
            $"-max_total_time={Math.Max(1, (int)time.TotalSeconds)}", $"-seed={seed}", $"-timeout={MostSecondsAnInput}", $"-max_len={MostInputBytes}",
            "-len_control=100", $"-artifact_prefix={folder.Root}/libfuzzer-", "-rss_limit_mb=0", "-print_final_stats=1", folder.Corpus,
        ];
        // libFuzzer takes no empty dictionary.
        if (target.Words.Count > 0)
            arguments.Add($"-dict={folder.Dictionary}");
        if (Directory.Exists(seeds))
            arguments.Add(seeds);
        var (exitCode, said) = Run(arguments, time + Patience);
        File.AppendAllText(folder.Log, said);
        var runs = Counts.Matches(said).Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
        return new EngineEnd(exitCode, runs, string.Join('\n', said.TrimEnd().Split('\n').TakeLast(LastLines)));
    }

    /// <summary>How many edges the inputs of a folder go along.</summary>
    public int CountEdges(Target target, string corpus)
    {
        var (_, said) = Run([program, "edges", target.Name, corpus], Patience);
        return int.TryParse(said.TrimEnd().Split('\n')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var edges) ? edges : 0;
    }

    private static (int ExitCode, string Said) Run(List<string> arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        // So that a method stays in the stack of what is thrown in it, by which findings are told apart.
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(limit))
            process.Kill();
        process.WaitForExit();
        return (process.ExitCode, errors.Result + output.Result);
    }

    [GeneratedRegex(@"^(?:#|stat::number_of_executed_units: )([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Counts { get; }
}
