namespace Pawl.EndToEnd.Verbs;

public sealed class FleetTests : CommandFixture
{
    [Fact]
    public async Task A_list_is_narrowed_by_status_provider_type_and_age()
    {
        await InitAsync("a");
        await DoneAsync("init", "b", "--provider", "gcp", "--type", "debian12");
        await DoneAsync("fail", "b", "--error", "quota exceeded\nsecond line");

        Assert.Equal("b a", await IdsAsync());
        Assert.Equal("b", await IdsAsync("--status", "failed"));
        Assert.Equal("a", await IdsAsync("--provider", "aws"));
        Assert.Equal("b", await IdsAsync("--type", "debian12"));
        Assert.Equal("b", await IdsAsync("--limit", "1"));
        Assert.Equal("", await IdsAsync("--older-than", "1h"));
        Assert.Equal("b a", await IdsAsync("--older-than", "0s"));
        Assert.Equal("", await IdsAsync("--pipeline", "debian-image"));
    }

    [Fact]
    public async Task A_list_for_people_has_a_line_each_with_the_first_line_of_the_failure()
    {
        await InitAsync("a");
        await DoneAsync("fail", "a", "--error", "quota exceeded\nsecond line");

        var lines = (await DoneAsync("list")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("BUILD", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^a\s+0\s+failed\s+aws\s+rhel8-webserver\s.*quota exceeded\s*$", lines[1]);
    }

    [Fact]
    public async Task An_empty_list_prints_nothing_that_a_script_would_count()
    {
        var answer = await PawlAsync("list");

        Assert.Equal((0, ""), (answer.Code, answer.Out));
        Assert.Equal("[]", (await DoneAsync("list", "--json")).Out.Trim());
    }

    [Fact]
    public async Task Attention_is_for_failed_builds_that_nothing_has_happened_to_for_a_while()
    {
        await InitAsync("a");
        await InitAsync("b");
        await DoneAsync("fail", "b", "--error", "x");

        Assert.Empty((await DoneAsync("attention", "--json")).Json.EnumerateArray());
        var waiting = (await DoneAsync("attention", "--older-than", "0s", "--json")).Json.EnumerateArray();
        Assert.Equal(["b"], waiting.Select(b => b.GetProperty("buildId").GetString()));
    }

    private async Task<string> IdsAsync(params string[] options)
    {
        var answer = await DoneAsync(["list", "--json", .. options]);
        return string.Join(' ', answer.Json.EnumerateArray().Select(b => b.GetProperty("buildId").GetString()));
    }
}
