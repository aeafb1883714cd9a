using System.Text.Json;
using Pawl.EndToEnd.Verbs;

namespace Pawl.EndToEnd.Ansible;

/// <summary>Runs the real ansible-playbook with the collection as it stands in the checkout, on hosts that are this machine.</summary>
public abstract class AnsibleFixture : CommandFixture
{
    private const string Inventory = """
        [image]
        one ansible_connection=local
        two ansible_connection=local

        [away]
        gone ansible_connection=ssh ansible_host=127.0.0.1 ansible_port=1
        """;

    private protected static readonly TimeSpan PlayPatience = TimeSpan.FromMinutes(3);

    private protected AnsibleFixture()
    {
        Assert.SkipUnless(Installed("ansible-playbook"), "ansible-playbook is not installed: scripts/setup.sh --tests");
        Write("hosts", Inventory);
        Configure();
        var collections = Directory.CreateDirectory(Path.Combine(Folder, "collections", "ansible_collections", "pawl")).FullName;
        File.CreateSymbolicLink(Path.Combine(collections, "build"), Collection);
        Variables["ANSIBLE_CONFIG"] = Path.Combine(Folder, "ansible.cfg");
        Variables["PAWL_BUILD"] = "web-42";
        Variables["PAWL_BINARY"] = Processes.Programs.Pawl;
        Variables["LANG"] = "C.UTF-8";
        Variables["PYTHONDONTWRITEBYTECODE"] = "1";
    }

    /// <summary>The checkout.</summary>
    private protected static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The collection in it.</summary>
    private protected static string Collection { get; } = Path.Combine(Root, "integrations", "ansible");

    private protected static bool Installed(string program) => File.Exists(Path.Combine("/usr/bin", program));

    /// <summary>Writes ansible.cfg; more lines go into its section for the collection.</summary>
    private protected void Configure(string pawl = "") => Write("ansible.cfg", $"""
        [defaults]
        collections_path = {Path.Combine(Folder, "collections")}
        callbacks_enabled = pawl.build.state
        inventory = {Path.Combine(Folder, "hosts")}
        interpreter_python = /usr/bin/python3
        local_tmp = {Path.Combine(Folder, "tmp")}
        remote_tmp = {Path.Combine(Folder, "tmp")}
        localhost_warning = false
        nocows = true

        [pawl]
        {pawl}
        """);

    /// <summary>A file of the test's own.</summary>
    private protected string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private protected string Script(string name, string text)
    {
        var path = Write(name, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private protected Task<Answer> RunAsync(string program, params string[] arguments) => AnswerAsync(StartOf(program, arguments), "", PlayPatience);

    /// <summary>Text without the line breaks that Ansible puts into warnings.</summary>
    private protected static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Runs a playbook.</summary>
    private protected Task<Answer> PlayAsync(string playbook, params string[] arguments) =>
        RunAsync("ansible-playbook", [Write("play.yml", playbook), .. arguments]);

    /// <summary>Runs a playbook, and fails unless it ends with this code.</summary>
    private protected async Task<Answer> EndsAsync(int code, string playbook, params string[] arguments)
    {
        var answer = await PlayAsync(playbook, arguments);
        Assert.True(code == answer.Code, $"ansible-playbook ended with {answer.Code}, not {code}:\n{answer.Out}\n{answer.Error}");
        return answer;
    }

    /// <summary>A build's history, a word for each event: <c>0:started</c>.</summary>
    private protected async Task<string[]> HistoryAsync(string build = "web-42")
    {
        var history = (await DoneAsync("history", build, "--json")).Json;
        return [.. history.EnumerateArray().Select(row => $"{row.GetProperty("state").GetInt32()}:{row.GetProperty("status").GetString()}")];
    }

    private protected async Task<JsonElement> StatusAsync(string build = "web-42") => (await DoneAsync("status", build, "--json")).Json;

    /// <summary>What is recorded of the last failure.</summary>
    private protected async Task<string> ErrorAsync(string build = "web-42") =>
        (await StatusAsync(build)).GetProperty("lastFailure").GetProperty("errorMessage").GetString()!;

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Pawl.slnx")) ? folder.FullName : Find(folder.Parent!);
}
