using System.Diagnostics;
using System.Text.Json;
using Pawl.EndToEnd.Processes;

namespace Pawl.EndToEnd.Verbs;

/// <summary>Runs the real program with a home and a store of its own.</summary>
public abstract class CommandFixture : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("pawl-verbs-").FullName;

    private protected string Store => Path.Combine(Folder, "store");

    /// <summary>More variables for the program's environment, or other values.</summary>
    private protected Dictionary<string, string> Variables { get; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected Task<Answer> PawlAsync(params string[] arguments) => PawlAsync(arguments, input: "");

    private protected Task<Answer> PawlAsync(string[] arguments, string input) => RunAsync(Programs.Pawl, arguments, input);

    private protected Task<Answer> RunAsync(string program, string[] arguments, string input) => AnswerAsync(StartOf(program, arguments), input, Patience);

    private protected static async Task<Answer> AnswerAsync(ProcessStartInfo start, string input, TimeSpan patience)
    {
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new Answer(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs it, and fails unless it is done.</summary>
    private protected async Task<Answer> DoneAsync(params string[] arguments)
    {
        var answer = await PawlAsync(arguments);
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        return answer;
    }

    private protected Task<Answer> InitAsync(string id) => DoneAsync("init", id, "--provider", "aws", "--image-type", "rhel8-webserver");

    private protected ProcessStartInfo StartOf(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Programs.Pawl)}:/usr/local/bin:/usr/bin:/bin";
        start.Environment["HOME"] = Folder;
        start.Environment["PAWL_STORE"] = Store;
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return start;
    }
}

/// <summary>What the program answered.</summary>
internal sealed record Answer(int Code, string Out, string Error)
{
    /// <summary>Its standard output as JSON.</summary>
    internal JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>Its standard error as JSON's error.</summary>
    internal JsonElement ErrorJson => JsonDocument.Parse(Error).RootElement.GetProperty("error");

    /// <summary>Fails unless the program ended with this code and one clear line on standard error.</summary>
    internal void IsRefused(int code, params string[] parts)
    {
        Assert.Equal(code, Code);
        Assert.Equal("", Out);
        Assert.StartsWith("pawl: ", Error, StringComparison.Ordinal);
        Assert.Equal(1, Error.Count(c => c == '\n'));
        Assert.EndsWith("\n", Error, StringComparison.Ordinal);
        foreach (var part in parts)
            Assert.Contains(part, Error, StringComparison.Ordinal);
    }
}
