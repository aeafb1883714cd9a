using System.Diagnostics;
using System.Globalization;

namespace Pawl.Bench.Commands;

/// <summary>The most memory that a program had resident, by GNU time: a small parent, so that nothing of the parent's is counted.</summary>
internal static class PeakMemory
{
    /// <summary>In MB of 1,000,000 bytes.</summary>
    public static double Of(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/time", ["-f", "%M", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        var kibibytes = process.StandardError.ReadToEnd().TrimEnd().Split('\n')[^1];
        process.WaitForExit();
        return long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
