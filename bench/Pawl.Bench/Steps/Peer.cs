using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Pawl.Bench.Steps;

/// <summary>A program of the same kind, measured by its script in <c>bench/peers</c>.</summary>
internal sealed record Peer(string Name, string Script)
{
    public static Peer Restate(Places places) => new("Restate", $"{places.Peers}/restate/run.mjs");

    public static Peer Dbos(Places places) => new("DBOS, PostgreSQL", $"{places.Peers}/dbos/run.mjs");

    public async Task<StepResult> MeasureAsync(int atOnce, int seconds)
    {
        var mode = atOnce == 1 ? "sequential" : atOnce.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("node", [Script, mode, seconds.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{Name} failed with exit code {process.ExitCode}");
        using var line = JsonDocument.Parse(output);
        return new StepResult(Number("steps_per_second"), Number("p50_ms"), Number("p99_ms"));

        double Number(string name) => line.RootElement.GetProperty(name).GetDouble();
    }
}
