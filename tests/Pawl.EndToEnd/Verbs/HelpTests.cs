using System.Text.RegularExpressions;

namespace Pawl.EndToEnd.Verbs;

public sealed partial class HelpTests : CommandFixture
{
    [Fact]
    public async Task Every_verb_s_help_has_an_example_and_only_exit_codes_of_the_table()
    {
        var table = Codes((await DoneAsync("help", "exit-codes")).Out);
        var verbs = await VerbsAsync();
        Assert.True(verbs.Count > 15, string.Join(", ", verbs));

        foreach (var verb in verbs)
        {
            var help = (await DoneAsync([.. verb.Split(' '), "--help"])).Out;
            Assert.Contains("--store", help, StringComparison.Ordinal);
            Assert.Contains("--json", help, StringComparison.Ordinal);
            Assert.Matches(@$"Examples:\n\s+.*pawl {Regex.Escape(verb)}", help);
            var codes = Codes(help[help.IndexOf("Exit codes:", StringComparison.Ordinal)..]);
            Assert.Contains("0", codes.Keys);
            Assert.All(codes, code => Assert.Equal(table[code.Key], code.Value));
        }
    }

    [Fact]
    public async Task The_table_has_the_documented_codes()
    {
        var table = Codes((await DoneAsync("help", "exit-codes")).Out);

        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "130", "143"], table.Keys);
    }

    [Fact]
    public async Task Help_of_a_verb_can_be_asked_for_both_ways() =>
        Assert.Equal((await DoneAsync("status", "--help")).Out, (await DoneAsync("help", "status")).Out);

    [Fact]
    public async Task The_version_is_one_line() => Assert.Matches(@"^pawl \d+\.\d+\.\d+\n$", (await DoneAsync("--version")).Out);

    /// <summary>Every verb by its full name, as the help lists them.</summary>
    private async Task<List<string>> VerbsAsync(string group = "")
    {
        var help = (await DoneAsync([.. group.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Out;
        var at = help.IndexOf("Commands:", StringComparison.Ordinal);
        if (at < 0)
            return [group];
        var all = new List<string>();
        foreach (Match line in ListedVerb.Matches(help[at..]))
            all.AddRange(await VerbsAsync($"{group} {line.Groups[1].Value}".Trim()));
        return all;
    }

    private static Dictionary<string, string> Codes(string text) =>
        ListedCode.Matches(text).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    [GeneratedRegex(@"^  ([a-z-]+)\s", RegexOptions.Multiline)]
    private static partial Regex ListedVerb { get; }

    [GeneratedRegex(@"^\s+(\d+)  (.+)$", RegexOptions.Multiline)]
    private static partial Regex ListedCode { get; }
}
