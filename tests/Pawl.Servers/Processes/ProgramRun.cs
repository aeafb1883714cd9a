using System.Diagnostics;

namespace Pawl.Servers.Processes;

/// <summary>A short program, run to its end.</summary>
internal static class ProgramRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs it and returns what it printed.</summary>
    /// <exception cref="TestServerException">It can't be started, failed, or took longer than a minute.</exception>
    public static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (code, output, errors) = await TryRunAsync(program, arguments, cancellationToken);
        return code == 0 ? output : throw new TestServerException($"{program} {string.Join(' ', arguments)} ended with {code}: {errors}{output}");
    }

    /// <summary>Runs it and returns how it ended, with what it printed to both streams.</summary>
    /// <exception cref="TestServerException">It can't be started, or took longer than a minute.</exception>
    public static async Task<(int Code, string Output, string Errors)> TryRunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var process = await Launcher.StartAsync(new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "--", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        });
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TestServerException($"{program} {string.Join(' ', arguments)} didn't end within {Limit.TotalSeconds} s");
        }
        finally
        {
            process.Kill();
        }
    }
}
