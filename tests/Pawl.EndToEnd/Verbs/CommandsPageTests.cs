using System.Text.RegularExpressions;

namespace Pawl.EndToEnd.Verbs;

/// <summary>docs/commands.md says what the program does.</summary>
public sealed partial class CommandsPageTests : CommandFixture
{
    [Fact]
    public async Task Every_verb_stands_there_with_its_summary_and_no_other()
    {
        var documented = Row.Matches(Page()).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        var real = new Dictionary<string, string>();
        await AddAsync("", real);

        Assert.Equal(real.OrderBy(v => v.Key, StringComparer.Ordinal), documented.OrderBy(v => v.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_exit_codes_stand_there_as_the_program_tells_them()
    {
        var page = Page();
        foreach (var line in (await DoneAsync("help", "exit-codes")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Trim().Split("  ", 2);
            Assert.Contains($"| {parts[0]} | {parts[1]} |", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_field_of_a_build_s_JSON_stands_there()
    {
        await InitAsync("web-42");
        var page = Page();

        foreach (var field in (await DoneAsync("status", "web-42", "--json")).Json.EnumerateObject())
            Assert.Contains($"| `{field.Name}` |", page, StringComparison.Ordinal);
    }

    private async Task AddAsync(string group, Dictionary<string, string> verbs)
    {
        var help = (await DoneAsync([.. group.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Out;
        var at = help.IndexOf("Commands:", StringComparison.Ordinal);
        if (at < 0)
        {
            verbs[group] = help.Split('\n')[1].Trim();
            return;
        }

        foreach (Match line in Listed.Matches(help[at..]))
            await AddAsync($"{group} {line.Groups[1].Value}".Trim(), verbs);
    }

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pawl.slnx")))
            folder = folder.Parent!;
        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "commands.md"));
    }

    [GeneratedRegex(@"^\| `pawl ((?:[a-z][a-z-]* ?)+?)(?: [A-Z\[-].*?)?` \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row { get; }

    [GeneratedRegex(@"^  ([a-z-]+)\s", RegexOptions.Multiline)]
    private static partial Regex Listed { get; }
}
