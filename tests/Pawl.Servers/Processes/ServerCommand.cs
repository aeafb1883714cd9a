using System.Diagnostics;

namespace Pawl.Servers.Processes;

/// <summary>How a server's program is started.</summary>
/// <param name="Name">What errors call it.</param>
/// <param name="Folder">Its working and home folder; its log goes there.</param>
/// <param name="Program">The program, a path or a name on the PATH.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ServerCommand(string Name, string Folder, string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The signal that ends it, also when this process is killed.</summary>
    public string EndSignal { get; init; } = "KILL";

    /// <summary>Who runs it: the same user unless said otherwise.</summary>
    public RunAs User { get; init; } = RunAs.Self;

    /// <summary>More environment variables; of this process's own it gets the PATH alone.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string LogPath => Path.Combine(Folder, $"{Name}.log");

    /// <summary>The command that becomes the server: the shell and setpriv replace themselves, so the process's id is the server's.</summary>
    public ProcessStartInfo ToStartInfo()
    {
        string[] words =
        [
            "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", LogPath,
            "setpriv", "--pdeathsig", EndSignal, .. User.SetprivArguments, "--", Program, .. Arguments,
        ];
        var start = new ProcessStartInfo("/bin/sh", words) { WorkingDirectory = Folder };
        start.Environment.Clear();
        start.Environment["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";
        start.Environment["HOME"] = Folder;
        start.Environment["TMPDIR"] = Folder;
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return start;
    }
}
