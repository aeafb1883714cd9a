namespace Pawl.EndToEnd.Crashes;

/// <summary>What a run does when nobody takes its output any more: it goes on. A pipe that breaks must not end a build at night.</summary>
public sealed class LostOutputTests : WorkerFixture
{
    private const string Talkative = "begin; for i in 1 2 3 4 5 6 7 8; do echo line $i; sleep 0.05; done";

    [Theory]
    [InlineData("\"$pawl\" run FILE --build-id lost | head -n 1; exit ${PIPESTATUS[0]}")]
    [InlineData("\"$pawl\" run FILE --build-id lost --json | head -n 1; exit ${PIPESTATUS[0]}")]
    [InlineData("\"$pawl\" run FILE --build-id lost | true; exit ${PIPESTATUS[0]}")]
    [InlineData("exec \"$pawl\" run FILE --build-id lost >/dev/full")]
    [InlineData("exec \"$pawl\" run FILE --build-id lost --json >/dev/full 2>/dev/full")]
    [InlineData("exec \"$pawl\" run FILE --build-id lost >&- 2>&- <&-")]
    public async Task A_build_goes_on_when_its_output_can_not_be_written(string words)
    {
        var build = Build("lost", Talkative);
        using var run = PawlProcess.StartByShell(Path.Combine(Folder, "out"), build.Environment, words.Replace("FILE", build.Pipeline.File, StringComparison.Ordinal));
        Assert.Equal(0, await run.ExitAsync(Patience));
        await build.CheckCompletedAsync();
        var log = await File.ReadAllTextAsync(Path.Combine(Store, "logs", "lost", "040-1.log"));
        Assert.Equal(string.Concat(Enumerable.Range(1, 8).Select(i => $"line {i}\n")), log);
    }

    [Fact]
    public async Task A_full_disk_under_the_output_is_told_once_on_standard_error()
    {
        var build = Build("lost", Talkative);
        using var run = PawlProcess.StartByShell(Path.Combine(Folder, "out"), build.Environment, $"exec \"$pawl\" run '{build.Pipeline.File}' --build-id lost >/dev/full");
        Assert.Equal(0, await run.ExitAsync(Patience));
        Assert.Equal("pawl: output can't be written: No space left on device; the work goes on, unseen\n", run.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    public async Task A_change_that_is_made_ends_with_0_though_its_answer_can_not_be_printed(string format)
    {
        foreach (var change in (string[])["init one --provider aws --image-type x", "start one", "succeed one"])
        {
            using var run = PawlProcess.StartByShell(Path.Combine(Folder, "out"), [new("PAWL_STORE", Store)], $"exec \"$pawl\" {change} {format} >/dev/full");
            Assert.Equal(0, await run.ExitAsync(Patience));
            Assert.Equal("pawl: output can't be written: No space left on device; the work goes on, unseen\n", run.Error);
        }
    }

    [Theory]
    [InlineData("exec \"$pawl\" help exit-codes >/dev/full", 1)]
    [InlineData("exec \"$pawl\" status nope 2>/dev/full", 3)]
    [InlineData("exec \"$pawl\" list >&-", 0)]
    [InlineData("exec \"$pawl\" help exit-codes | true; exit ${PIPESTATUS[0]}", 0)]
    public async Task Other_verbs_end_with_their_code_and_one_line(string words, int code)
    {
        using var run = PawlProcess.StartByShell(Path.Combine(Folder, "out"), [new("PAWL_STORE", Store)], words);
        Assert.Equal(code, await run.ExitAsync(Patience));
        Assert.InRange(run.Error.Count(c => c == '\n'), 0, 1);
    }
}
