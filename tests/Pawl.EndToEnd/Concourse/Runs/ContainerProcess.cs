using System.Diagnostics;
using System.Text;

namespace Pawl.EndToEnd.Concourse.Runs;

/// <summary>What runs in a container: in a folder of its own, with no other variables than its own. Concourse ends it and all that it left with
/// SIGTERM, and SIGKILL ten seconds later.</summary>
internal sealed class ContainerProcess(string folder, IReadOnlyDictionary<string, string> environment, Action<string> say)
{
    /// <summary>Where standard output goes; into the log else.</summary>
    internal StringBuilder? Answer { get; init; }

    internal async Task<int> RunAsync(string program, IEnumerable<string> arguments, string input, TimeSpan limit, CancellationToken abort)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["HOME"] = folder;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = ReadAsync(process.StandardOutput, Answer is { } answer ? line => answer.AppendLine(line) : say);
        var error = ReadAsync(process.StandardError, say);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(abort);
        if (limit != Timeout.InfiniteTimeSpan)
            end.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        await Task.WhenAll(output, error);
        return process.ExitCode;
    }

    private static async Task ReadAsync(StreamReader from, Action<string> to)
    {
        while (await from.ReadLineAsync() is { } line)
            to(line);
    }
}
