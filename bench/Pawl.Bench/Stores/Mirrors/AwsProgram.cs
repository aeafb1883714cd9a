using System.Diagnostics;

namespace Pawl.Bench.Stores.Mirrors;

/// <summary>Amazon's own program <c>aws</c>, itself and not a launcher of it, which would cost time of its own.</summary>
internal static class AwsProgram
{
    private const string Find = "import os, shutil, sys; here = os.path.join(os.path.dirname(sys.executable), 'aws'); print(here if os.path.exists(here) else shutil.which('aws') or '')";

    private static readonly Lazy<string> Found = new(Ask);

    /// <summary>What is missing on this machine; null when nothing is.</summary>
    public static string? Missing => Found.Value.Length > 0 ? null : "the guide's copy needs the program aws: python3 -m pip install awscli";

    /// <summary>Programs that are started from here on find it.</summary>
    public static void PutFirstOnPath() =>
        Environment.SetEnvironmentVariable("PATH", $"{Path.GetDirectoryName(Found.Value)}:{Environment.GetEnvironmentVariable("PATH")}");

    private static string Ask()
    {
        using var process = Process.Start(new ProcessStartInfo("python3", ["-c", Find]) { RedirectStandardOutput = true })!;
        var answer = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return answer;
    }
}
