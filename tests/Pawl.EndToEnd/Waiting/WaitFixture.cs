using Pawl.EndToEnd.Crashes;
using Pawl.EndToEnd.Stores;

namespace Pawl.EndToEnd.Waiting;

/// <summary>Programs that wait while others change builds.</summary>
public abstract class WaitFixture : StoreFixture
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int _started;

    /// <summary>Starts one that goes on beside the test.</summary>
    private protected PawlProcess Begin(params string[] arguments) =>
        PawlProcess.Start(NextOutput(), StartOf("", []).Environment.Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value ?? "")), arguments);

    /// <summary>The same by a shell's words.</summary>
    private protected PawlProcess BeginByShell(string words) =>
        PawlProcess.StartByShell(NextOutput(), StartOf("", []).Environment.Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value ?? "")), words);

    /// <summary>Returns once a process listens to files: it has opened the store by then, and looks at builds next.</summary>
    private protected static Task ListensAsync(PawlProcess process) => UntilAsync(
        () => process.HasExited || Descriptors(process.Pid).Any(name => name.Contains("inotify", StringComparison.Ordinal)), "it doesn't listen");

    private protected static async Task UntilAsync(Func<bool> condition, string otherwise)
    {
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); !condition(); await Task.Delay(5, None))
            Assert.True(waited.Elapsed < Patience, otherwise);
    }

    private string NextOutput() => Path.Combine(Folder, $"output-{_started++}");

    private static IEnumerable<string> Descriptors(int pid)
    {
        try
        {
            return [.. Directory.EnumerateFiles($"/proc/{pid}/fd").Select(path => new FileInfo(path).LinkTarget ?? "")];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
