using System.Text.RegularExpressions;

namespace Pawl.EndToEnd.Ansible;

/// <summary>The collection as it is handed out: its archive, its documentation, and what ansible-test says of it.</summary>
public sealed partial class CollectionTests : AnsibleFixture
{
    [Fact]
    public async Task The_archive_installs_into_a_clean_folder_and_works_from_there()
    {
        await InitAsync("web-42");
        var archive = (await OutputAsync("/bin/sh", Path.Combine(Root, "scripts", "ansible-collection.sh"), Path.Combine(Folder, "out"))).Trim();
        Directory.Delete(Path.Combine(Folder, "collections"), recursive: true);

        await OutputAsync("ansible-galaxy", "collection", "install", "--offline", "-p", Path.Combine(Folder, "collections"), archive);
        await EndsAsync(0, """
            - hosts: one
              gather_facts: false
              vars: {pawl_state: 0}
              tasks:
                - pawl.build.metadata: {build_id: web-42, values: {image: ami-1}}
                - ansible.builtin.assert: {that: "lookup('pawl.build.metadata', 'image') == 'ami-1'"}
            """);

        Assert.Equal(["0:started", "0:completed"], await HistoryAsync());
        Assert.False(Directory.Exists(Path.Combine(Folder, "collections", "ansible_collections", "pawl", "build", "tests")));
    }

    [Theory]
    [InlineData("module", "info", "advance", "fail", "metadata", "artifact")]
    [InlineData("callback", "state")]
    [InlineData("lookup", "metadata")]
    public async Task Each_plugin_s_documentation_is_rendered_with_all_its_options(string type, params string[] plugins)
    {
        Assert.Equal(
            plugins.Select(name => name + ".py").Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(Collection, "plugins", type == "module" ? "modules" : type), "*.py").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var plugin in plugins)
        {
            var page = await OutputAsync("ansible-doc", "-t", type, $"pawl.build.{plugin}");
            Assert.StartsWith($"> PAWL.BUILD.{plugin.ToUpperInvariant()}", page, StringComparison.Ordinal);
            Assert.Contains("- build_id", page.Replace("= build_id", "- build_id", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\b[OVR]\(|\bRV\(", page);
        }
    }

    [Fact]
    public async Task Ansible_s_own_sanity_tests_find_nothing()
    {
        string[] tools = ["ansible-test", "pylint", "pycodestyle", "yamllint"];
        var missing = tools.Where(tool => !Installed(tool)).ToArray();
        Assert.SkipWhen(missing.Length > 0, $"not installed: {string.Join(", ", missing)}: scripts/setup.sh --tests");

        var answer = await RunAsync("/bin/sh", Path.Combine(Root, "scripts", "ansible-sanity.sh"));

        Assert.True(answer.Code == 0, answer.Out + answer.Error);
        Assert.Contains("Running sanity test \"validate-modules\"", answer.Out + answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Skipping", answer.Out + answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_in_the_documentation_runs_fails_and_goes_on_as_it_says()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Root, "docs", "ansible.md"));
        foreach (Match file in Files.Matches(page))
            Write(file.Groups[1].Value, file.Groups[2].Value);
        var config = await File.ReadAllTextAsync(Path.Combine(Folder, "ansible.cfg"));
        Write("ansible.cfg", config.Replace("[defaults]", $"[defaults]\ncollections_path = {Path.Combine(Folder, "collections")}\ninterpreter_python = /usr/bin/python3", StringComparison.Ordinal));
        Variables.Remove("PAWL_BUILD");

        var first = await RunAsync("/bin/sh", Write("first.sh", Commands("first")));
        var again = await RunAsync("/bin/sh", Write("again.sh", Commands("again")));

        Assert.True(first.Code == 2, first.Out + first.Error);
        Assert.True(again.Code == 0, again.Out + again.Error);
        Assert.Equal(
            ["0:completed", "5:completed", "10:started", "10:completed", "15:started", "15:failed", "15:started", "15:completed"],
            await HistoryAsync());
        Assert.Equal("nginx 1.22", (await DoneAsync("meta", "get", "web-42", "web_server")).Out.Trim());

        string Commands(string name) => Scripts.Matches(page).Single(one => one.Groups[1].Value == name).Groups[2].Value;
    }

    private async Task<string> OutputAsync(string program, params string[] arguments)
    {
        var answer = await RunAsync(program, arguments);
        Assert.True(answer.Code == 0, answer.Out + answer.Error);
        return answer.Out;
    }

    [GeneratedRegex(@"^<!-- file: (\S+) -->\n```\w*\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Files { get; }

    [GeneratedRegex(@"^<!-- run: (\S+) -->\n```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Scripts { get; }
}
