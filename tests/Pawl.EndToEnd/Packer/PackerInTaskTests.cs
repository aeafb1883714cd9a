using Pawl.EndToEnd.Crashes;

namespace Pawl.EndToEnd.Packer;

/// <summary><c>pawl packer build</c> in a pipeline's task: the runner begins and ends the state.</summary>
public sealed class PackerInTaskTests : PackerFixture
{
    [Fact]
    public async Task The_runner_ends_the_state_and_what_Packer_made_is_the_state_s()
    {
        Template("echo one, two", """, "post-processors": [{"type": "manifest", "output": "m.json"}]""");
        Pipeline("""pawl packer build "$BUILD_ID" 5 --manifest m.json -- image.json""");

        var done = await PawlAsync("run", "pipeline.yaml", "--build-id", "web-42");

        Assert.True(done.Code == 0, done.Out + done.Error);
        Assert.Contains("[  5 Kickstart]     prov: one, two\n", done.Out, StringComparison.Ordinal);
        Assert.Equal(["started", "completed", "started", "completed"], await HistoryAsync());
        Assert.Equal("image", (await DoneAsync("artifact", "list", "web-42", "--json")).Json[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_task_that_runs_Packer_itself_can_import_the_manifest()
    {
        Template("echo one", """, "post-processors": [{"type": "manifest", "output": "m.json"}]""");
        Pipeline("""packer build image.json && pawl artifact import "$BUILD_ID" m.json""");

        var done = await PawlAsync("run", "pipeline.yaml", "--build-id", "web-42");

        Assert.True(done.Code == 0, done.Out + done.Error);
        Assert.Equal(5, (await DoneAsync("artifact", "list", "web-42", "--json")).Json[0].GetProperty("state").GetInt32());
    }

    [Fact]
    public async Task The_runner_records_what_Packer_said_when_it_fails()
    {
        Variables["TOKEN"] = "correct-horse-battery";
        Template("echo E: Could not resolve host with $TOKEN >&2; exit 7");
        Pipeline("""pawl packer build "$BUILD_ID" -- image.json""");

        var failed = await PawlAsync("run", "pipeline.yaml", "--build-id", "web-42");

        Assert.Equal(5, failed.Code);
        var failure = (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("lastFailure");
        Assert.Equal("transient", failure.GetProperty("category").GetString());
        Assert.Contains("==> prov: E: Could not resolve host with [redacted]", failure.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal(["started", "failed"], await HistoryAsync());
    }

    [Theory]
    [InlineData("""pawl packer build "$BUILD_ID" 10 -- image.json""", "this is a task of state 5, not of 10")]
    [InlineData("""pawl packer build "$BUILD_ID" --packer packer-9 -- image.json""", "the program packer-9 is in no folder")]
    [InlineData("""pawl packer build "$BUILD_ID" --manifest none.json -- image.json""", "none.json does not exist")]
    public async Task What_is_wrong_is_the_task_s_failure(string run, string said)
    {
        Template("echo one");
        Pipeline(run);

        Assert.Equal(5, (await PawlAsync("run", "pipeline.yaml", "--build-id", "web-42")).Code);
        var failure = (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("lastFailure");
        Assert.Contains(said, failure.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runner_that_is_stopped_lets_Packer_clean_up()
    {
        Template("touch begun; while :; do sleep 0.02; done");
        Pipeline("""pawl packer build "$BUILD_ID" -- image.json""");
        using var runner = PawlProcess.StartByShell(
            Path.Combine(Folder, "started"),
            [.. Variables, new("HOME", Folder), new("PAWL_STORE", Store), new("folder", Folder)],
            "cd \"$folder\" && PATH=$(dirname \"$pawl\"):$PATH && exec \"$pawl\" run pipeline.yaml --build-id web-42");
        await ToldAsync(runner, "begun");

        runner.Signal(PawlProcess.Terminate);

        Assert.Equal(143, await EndAsync(runner));
        Assert.Contains("Cleanly cancelled builds after being interrupted.", runner.Out, StringComparison.Ordinal);
        Assert.Empty(Processes.Find());
        Assert.Equal(["started", "interrupted"], await HistoryAsync());
    }

    [Fact]
    public async Task A_variable_of_a_build_server_that_is_called_like_Pawl_s_makes_no_task_of_it()
    {
        await InitAsync("web-42");
        Variables["BUILD_ID"] = "web-42";
        Template("echo one");

        Assert.Equal(0, (await PackerAsync("--", "image.json")).Code);
        Assert.Equal(["started", "completed"], await HistoryAsync());
    }

    private void Pipeline(string run) => Write(
        "pipeline.yaml",
        $$"""
        name: image
        provider: private
        image_type: debian12
        secrets: [TOKEN]
        states:
          - {code: 5, name: Kickstart, run: '{{run}}', retry: {strategy: manual} }
          - {code: 100, name: Done, run: 'true'}
        """);
}
