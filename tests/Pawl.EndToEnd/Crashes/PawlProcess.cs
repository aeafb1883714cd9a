using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Pawl.EndToEnd.Processes;

namespace Pawl.EndToEnd.Crashes;

/// <summary>A running pawl that leads a process group of its own and writes to files.</summary>
internal sealed partial class PawlProcess : IDisposable
{
    internal const int HangUp = 1, Interrupt = 2, Kill = 9, Terminate = 15, Continue = 18, Stop = 19;

    private readonly Process _process;
    private readonly string _output;

    private PawlProcess(Process process, string output) => (_process, _output) = (process, output);

    internal int Pid => _process.Id;

    internal bool HasExited => _process.HasExited;

    /// <summary>Its exit code; 128 and the signal when one ended it.</summary>
    internal int ExitCode => _process.ExitCode;

    /// <summary>What it wrote to standard output.</summary>
    internal string Out => Read(_output);

    /// <summary>What it wrote to standard error.</summary>
    internal string Error => Read(_output + ".err");

    /// <summary>Starts one.</summary>
    /// <param name="output">A file for its standard output; standard error goes into another one beside it.</param>
    /// <param name="environment">Variables on top of a bare environment.</param>
    /// <param name="arguments">What pawl is asked for.</param>
    internal static PawlProcess Start(string output, IEnumerable<KeyValuePair<string, string>> environment, params IEnumerable<string> arguments) =>
        Start(output, environment, [Programs.Pawl, .. arguments], "/");

    /// <summary>Starts one by a shell's words, in which <c>$pawl</c> is its path: for output that goes elsewhere.</summary>
    internal static PawlProcess StartByShell(string output, IEnumerable<KeyValuePair<string, string>> environment, string words) =>
        Start(output, [.. environment, new("pawl", Programs.Pawl)], ["/bin/bash", "-c", words], "/");

    /// <summary>Starts one in a process namespace of its own, which dies with the process that is returned.</summary>
    internal static PawlProcess StartElsewhere(string output, IEnumerable<KeyValuePair<string, string>> environment, params IEnumerable<string> arguments)
    {
        string[] own = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        return Start(output, environment, ["unshare", .. own, "--pid", "--fork", "--mount-proc", "--kill-child", Programs.Pawl, .. arguments], "/");
    }

    private static PawlProcess Start(string output, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> command, string folder)
    {
        // setsid doesn't fork where it isn't a group's leader: the process id stays. A shell's background job ignores SIGINT, and so would all that
        // the tests start, were they one.
        const string script = "exec env --default-signal setsid \"$@\" >\"$0\" 2>\"$0.err\" </dev/null";
        var start = new ProcessStartInfo("/bin/sh", ["-c", script, output, .. command]) { WorkingDirectory = folder };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new PawlProcess(Process.Start(start)!, output);
    }

    /// <summary>Sends a signal.</summary>
    internal void Signal(int signal) => Send(Pid, signal);

    /// <summary>Sends a signal to its process group.</summary>
    internal void SignalGroup(int signal) => Send(-Pid, signal);

    /// <summary>Waits for its end.</summary>
    internal async Task<int> ExitAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new CrashTestException(string.Create(CultureInfo.InvariantCulture, $"pawl doesn't end within {patience.TotalSeconds} s; it said: {Out} {Error}"));
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            SignalGroup(Kill);
        _process.Dispose();
    }

    // Not there before the shell has got that far.
    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path) : "";

    /// <summary>Sends a signal to a process, or with a negative number to a group. One that is gone is fine.</summary>
    internal static void Send(int pid, int signal) => _ = SendSignal(pid, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
