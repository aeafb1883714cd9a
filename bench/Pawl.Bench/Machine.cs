using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pawl.Bench;

/// <summary>The machine that the numbers are from.</summary>
internal static class Machine
{
    private const int Page = 4_096, Tries = 500;

    public static void Write()
    {
        Markdown.Section("Machine");
        Markdown.Table(
            ["What", "Which"],
            [
                ["Processor", $"{Environment.ProcessorCount} × {Processor()}"],
                ["System", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, SQLite {SqliteVersion()} in the library"],
                ["Folder for the files", Path.GetTempPath()],
                ["Load when the run began", File.ReadAllText("/proc/loadavg").Split(' ')[0]],
                ["Append 4 KiB to a file and wait for the disk", Numbers.Ms(Fsync().Median)],
            ]);
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";

    private static string SqliteVersion()
    {
        SQLitePCL.Batteries_V2.Init();
        return SQLitePCL.raw.sqlite3_libversion().utf8_to_string();
    }

    private static Samples Fsync()
    {
        using var workspace = new Workspace();
        using var file = File.OpenHandle(Path.Combine(workspace.Folder, "file"), FileMode.CreateNew, FileAccess.Write);
        var samples = new Samples();
        for (var i = 0; i < Tries; i++)
        {
            var began = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, new byte[Page], i * (long)Page);
            RandomAccess.FlushToDisk(file);
            samples.Add(Stopwatch.GetTimestamp() - began);
        }

        return samples;
    }
}
