using System.Diagnostics;

namespace Pawl.EndToEnd.Fuzzing;

/// <summary>A fuzzer that finds nothing must be one that could have: it is given readers with faults in them.</summary>
public sealed class PlantedFaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-fuzz-").FullName;

    [Theory]
    [InlineData("planted-exception", "InvalidDataException: planted")]
    [InlineData("planted-memory", "OutOfMemoryException")]
    [InlineData("planted-depth", "the process ended with exit code 134")]
    [InlineData("planted-hang", "the process ended with exit code 70")]
    public async Task A_planted_fault_is_found_and_its_input_kept(string target, string finding)
    {
        var (code, output) = await FuzzAsync(target, "--seconds", "5", "--seed", "1");
        Assert.SkipWhen(code == 2 && output.Contains("libFuzzer isn't here", StringComparison.Ordinal), output);

        Assert.True(code == 1, output);
        Assert.Contains(finding, output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder, target, "findings"), "*.txt"));
    }

    [Fact]
    public async Task An_unknown_target_is_refused_with_those_that_there_are()
    {
        var (code, output) = await FuzzAsync("nothing");
        Assert.SkipWhen(output.Contains("libFuzzer isn't here", StringComparison.Ordinal), output);

        Assert.Equal(2, code);
        Assert.Contains("there is no target nothing; there are event, ", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Code, string Output)> FuzzAsync(params string[] arguments)
    {
        var script = Path.Combine(Root(), "scripts", "fuzz.sh");
        string[] command = ["-c", "exec \"$@\" 2>&1", "sh", script, .. arguments, "--folder", _folder, "--no-build"];
        var start = new ProcessStartInfo("/bin/sh", command) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pawl.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
