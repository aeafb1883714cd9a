namespace Pawl.EndToEnd.Verbs;

public sealed class PipelineVerbTests : CommandFixture
{
    [Fact]
    public async Task A_new_pipeline_file_is_valid_has_the_21_standard_states_and_never_replaces_another()
    {
        await DoneAsync("init-pipeline", "web.yaml", "--name", "web", "--provider", "aws", "--image-type", "rhel8-webserver");

        Assert.Contains("21 states", (await DoneAsync("validate", "web.yaml")).Out, StringComparison.Ordinal);
        (await PawlAsync("init-pipeline", "web.yaml")).IsRefused(2, "web.yaml");
        var build = (await DoneAsync("init", "web-42", "--pipeline", "web.yaml", "--json")).Json;
        Assert.Equal(("aws", "web"), (build.GetProperty("cloudProvider").GetString(), build.GetProperty("pipeline").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Validation_names_every_fault_with_line_and_column_at_once()
    {
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "p.yaml"),
            "name: Bad Name\nprovider: aws\nimage_type: x\nstates:\n  - {code: 5, timeout: soon}\n  - {code: 5, nam: x}\n  - {code: 100}\n",
            TestContext.Current.CancellationToken);

        var answer = await PawlAsync("validate", "p.yaml");

        Assert.Equal((2, ""), (answer.Code, answer.Error));
        Assert.All(answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^p\.yaml:\d+:\d+: .+; .+$", line));
        foreach (var word in new[] { "Bad Name", "soon", "nam", "5" })
            Assert.Contains(word, answer.Out, StringComparison.Ordinal);
        var json = (await PawlAsync("validate", "p.yaml", "--json")).Json;
        Assert.False(json.GetProperty("valid").GetBoolean());
        Assert.True(json.GetProperty("faults").GetArrayLength() >= 4);
    }

    [Theory]
    [InlineData("env: {TOKEN: of-all-of-them}\n", "", "of-all-of-them")]
    [InlineData("", ", env: {TOKEN: of-one-of-them}", "OF-one-of-them")]
    public async Task A_build_id_that_tells_a_secret_is_refused(string ofAll, string ofOne, string value)
    {
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "p.yaml"),
            $"name: one\nprovider: aws\nimage_type: x\nsecrets: [TOKEN]\n{ofAll}states:\n  - {{code: 100{ofOne}}}\n",
            TestContext.Current.CancellationToken);

        var answer = await PawlAsync("run", "p.yaml", "--build-id", $"web-{value}");

        answer.IsRefused(2, "TOKEN", "choose another id");
        Assert.DoesNotContain(value, answer.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_schema_is_JSON() =>
        Assert.Equal("Pawl pipeline", (await DoneAsync("schema")).Json.GetProperty("title").GetString());

    [Fact]
    public async Task A_completed_build_is_not_resumed_and_one_without_a_pipeline_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "p.yaml"), "name: one\nprovider: aws\nimage_type: x\nstates:\n  - {code: 100}\n", TestContext.Current.CancellationToken);
        await DoneAsync("run", "p.yaml", "--build-id", "b1");
        Assert.Contains("completed already", (await DoneAsync("resume", "b1")).Out, StringComparison.Ordinal);

        await InitAsync("b2");
        (await PawlAsync("resume", "b2")).IsRefused(4, "without a pipeline file");
    }
}
