using System.Diagnostics;
using Pawl.EndToEnd.Crashes;
using Pawl.EndToEnd.Verbs;

namespace Pawl.EndToEnd.Packer;

/// <summary>Runs the real Packer by the real program, in a folder with templates.</summary>
public abstract class PackerFixture : CommandFixture
{
    private protected const string Builder = """{"type": "null", "name": "prov", "communicator": "none"}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private protected PackerFixture()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/packer"), "Packer is not installed: run scripts/setup.sh --tests");
        // Packer doesn't call home, and its processes can be found.
        Variables["CHECKPOINT_DISABLE"] = "1";
        Variables[MarkedProcesses.Variable] = Folder;
    }

    private protected MarkedProcesses Processes => new(Folder);

    /// <summary>Writes a JSON template whose one builder runs a script on this machine.</summary>
    private protected void Template(string script, string more = "") => Write(
        "image.json",
        $$"""
        {
          "builders": [{{Builder}}, {"type": "file", "name": "image", "content": "abc", "target": "out/image.raw"}],
          "provisioners": [{"type": "shell-local", "only": ["prov"], "inline_shebang": "/bin/sh -e", "inline": [{{System.Text.Json.JsonSerializer.Serialize(script)}}]}]
          {{more}}
        }
        """);

    private protected void Write(string name, string content) => File.WriteAllText(Path.Combine(Folder, name), content);

    private protected Task<Answer> PackerAsync(params string[] arguments) => PawlAsync(["packer", "build", "web-42", .. arguments]);

    /// <summary>Starts it, to be stopped.</summary>
    private protected PawlProcess StartPacker(string arguments) => PawlProcess.StartByShell(
        Path.Combine(Folder, "started"),
        [.. Variables, new("HOME", Folder), new("PAWL_STORE", Store), new("folder", Folder)],
        $"cd \"$folder\" && exec \"$pawl\" packer build web-42 {arguments}");

    /// <summary>The statuses of its history, the oldest first.</summary>
    private protected async Task<IEnumerable<string>> HistoryAsync() =>
        (await DoneAsync("history", "web-42", "--json")).Json.EnumerateArray().Select(row => row.GetProperty("status").GetString()!);

    private protected async Task<(int State, string Status)> StandsAsync()
    {
        var build = (await DoneAsync("status", "web-42", "--json")).Json;
        return (build.GetProperty("currentState").GetInt32(), build.GetProperty("status").GetString()!);
    }

    private protected static async Task<int> EndAsync(PawlProcess process) => await process.ExitAsync(Patience);

    /// <summary>Waits for a file that a provisioner of a running Packer writes.</summary>
    private protected async Task ToldAsync(PawlProcess packer, string file)
    {
        for (var waited = Stopwatch.StartNew(); !File.Exists(Path.Combine(Folder, file)); await Task.Delay(5))
            Assert.True(waited.Elapsed < Patience && !packer.HasExited, $"nobody wrote {file}: {packer.Out} {packer.Error}");
    }
}
