using Pawl.EndToEnd.Crashes;
using Pawl.EndToEnd.Verbs;

namespace Pawl.EndToEnd.Waiting;

/// <summary>What ends a wait, and with which code.</summary>
public sealed class WaitTests : WaitFixture
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("dir")]
    [InlineData("s3")]
    [InlineData("azblob")]
    [InlineData("dynamodb")]
    [InlineData("postgres")]
    public async Task A_change_by_another_process_ends_the_wait_wherever_builds_live(string kind)
    {
        Variables["PAWL_STORE"] = kind == "sqlite" ? Store : await PlaceAsync(kind);
        await DoneAsync("store", "create");
        await InitAsync("web-42");
        using var waiter = Begin("wait", "web-42", "--state", "10", "--json");
        await DoneAsync("succeed", "web-42");
        Assert.False(waiter.HasExited, waiter.Out + waiter.Error);
        await DoneAsync("succeed", "web-42");

        Assert.Equal(0, await waiter.ExitAsync(Patience));
        var waited = Read(waiter)[0];
        Assert.Equal(("web-42", "reached"), (waited.GetProperty("buildId").GetString(), waited.GetProperty("result").GetString()));
        Assert.Equal(10, waited.GetProperty("build").GetProperty("currentState").GetInt32());
        Assert.Equal("", waiter.Error);
    }

    [Fact]
    public async Task A_build_that_is_there_already_ends_it_at_once()
    {
        await InitAsync("web-42");
        await DoneAsync("succeed", "web-42");

        Assert.StartsWith("reached: build web-42 is at state 5", (await DoneAsync("wait", "web-42", "--state", "5")).Out, StringComparison.Ordinal);
        await DoneAsync("wait", "web-42", "--state", "3");
        await DoneAsync("wait", "web-42", "--status", "running");
    }

    [Fact]
    public async Task A_failure_that_is_tried_again_is_waited_through_and_a_final_one_is_5()
    {
        await InitAsync("web-42");
        await DoneAsync("fail", "web-42", "--error", "no route to mirror", "--category", "transient");
        Assert.Equal(7, (await PawlAsync("wait", "web-42", "--state", "5", "--timeout", "10ms")).Code);
        using var waiter = Begin("wait", "web-42", "--state", "5");
        await ListensAsync(waiter);
        await DoneAsync("start", "web-42");
        await DoneAsync("fail", "web-42", "--error", "wrong checksum", "--category", "persistent");

        Assert.Equal(5, await waiter.ExitAsync(Patience));
        Assert.StartsWith("failed: build web-42 is at state 0", waiter.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_can_be_what_is_waited_for()
    {
        await InitAsync("web-42");
        using var waiter = Begin("wait", "web-42", "--status", "failed");
        await ListensAsync(waiter);
        await DoneAsync("fail", "web-42", "--error", "no route to mirror");

        Assert.Equal(0, await waiter.ExitAsync(Patience));
    }

    [Fact]
    public async Task A_completed_build_that_can_not_get_there_any_more_is_4()
    {
        await InitAsync("web-42");
        using var waiter = Begin("wait", "web-42", "--status", "failed");
        await ListensAsync(waiter);
        for (var state = 0; state <= 100; state += 5)
            await DoneAsync("succeed", "web-42");

        Assert.Equal(4, await waiter.ExitAsync(Patience));
        Assert.StartsWith("unreachable: build web-42 is completed", waiter.Out, StringComparison.Ordinal);
        await DoneAsync("wait", "web-42", "--state", "42");
        await DoneAsync("wait", "web-42", "--status", "completed");
    }

    [Fact]
    public async Task The_end_of_the_time_is_7_with_the_build_as_it_stands()
    {
        await InitAsync("web-42");

        var late = await PawlAsync("wait", "web-42", "--state", "70", "--timeout", "20ms", "--json");

        Assert.Equal((7, "", "waiting"), (late.Code, late.Error, late.Json[0].GetProperty("result").GetString()));
    }

    [Theory]
    [InlineData(PawlProcess.Interrupt, 130)]
    [InlineData(PawlProcess.Terminate, 143)]
    public async Task A_signal_ends_it_and_the_build_knows_nothing_of_it(int signal, int code)
    {
        await InitAsync("web-42");
        using var waiter = Begin("wait", "web-42", "--state", "70");
        await ListensAsync(waiter);
        waiter.Signal(signal);

        Assert.Equal(code, await waiter.ExitAsync(Patience));
        Assert.Equal(("", ""), (waiter.Out, waiter.Error));
        Assert.Equal(1, (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Of_several_builds_all_or_any_must_get_there()
    {
        await InitAsync("web-1");
        await InitAsync("web-2");
        using var all = Begin("wait", "web-1", "web-2", "--state", "5");
        using var any = Begin("wait", "web-1", "web-2", "--state", "5", "--any");
        await ListensAsync(all);
        await ListensAsync(any);
        await DoneAsync("succeed", "web-2");
        Assert.Equal(0, await any.ExitAsync(Patience));
        Assert.Equal(["not yet: build web-1", "reached: build web-2"], any.Out.Trim().Split('\n').Select(line => line.Split(" is at")[0]));
        Assert.False(all.HasExited);
        await DoneAsync("succeed", "web-1");
        Assert.Equal(0, await all.ExitAsync(Patience));
    }

    [Fact]
    public async Task One_that_failed_ends_a_wait_for_all_and_leaves_one_for_any_its_others()
    {
        await InitAsync("web-1");
        await InitAsync("web-2");
        await DoneAsync("fail", "web-1", "--error", "x", "--category", "persistent");
        Assert.Equal(5, (await PawlAsync("wait", "web-1", "web-2", "--state", "5")).Code);
        using var any = Begin("wait", "web-1", "web-2", "--state", "5", "--any");
        await ListensAsync(any);
        await DoneAsync("fail", "web-2", "--error", "x", "--category", "persistent");

        Assert.Equal(5, await any.ExitAsync(Patience));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("dir")]
    public async Task A_build_that_is_not_there_is_3_unless_it_is_waited_for_too(string kind)
    {
        Variables["PAWL_STORE"] = kind == "sqlite" ? Store : await PlaceAsync(kind);
        var missing = await PawlAsync("wait", "web-42", "--state", "5");
        Assert.Equal((3, "missing: no build web-42\n"), (missing.Code, missing.Out));
        using var waiter = Begin("wait", "web-42", "--state", "5", "--await-creation");
        await ListensAsync(waiter);
        await InitAsync("web-42");
        await DoneAsync("succeed", "web-42");

        Assert.Equal(0, await waiter.ExitAsync(Patience));
    }

    [Fact]
    public async Task A_build_that_is_erased_meanwhile_is_3()
    {
        await InitAsync("web-42");
        using var waiter = Begin("wait", "web-42", "--state", "5");
        await ListensAsync(waiter);
        foreach (var file in Directory.EnumerateFiles(Store, "web-42.db*").OrderDescending())
            File.Delete(file);

        Assert.Equal(3, await waiter.ExitAsync(Patience));
        Assert.Equal("missing: no build web-42\n", waiter.Out);
    }

    [Fact]
    public async Task What_another_program_writes_into_the_tables_counts()
    {
        await InitAsync("web-42");
        using var waiter = Begin("wait", "web-42", "--state", "10");
        await ListensAsync(waiter);
        using var sqlite = System.Diagnostics.Process.Start(StartOf("sqlite3", [Path.Combine(Store, "web-42.db"), "UPDATE builds SET current_state = 15"]))!;
        await sqlite.WaitForExitAsync(None);
        Assert.Equal(0, sqlite.ExitCode);

        Assert.Equal(0, await waiter.ExitAsync(Patience));
        Assert.Contains("is at state 15", waiter.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("needs ID", "wait", "--state", "5")]
    [InlineData("needs --state N or --status S", "wait", "web-42")]
    [InlineData("needs --state N or --status S", "wait", "web-42", "--state", "5", "--status", "failed")]
    [InlineData("--any or --all", "wait", "web-42", "--state", "5", "--any", "--all")]
    [InlineData("0 to 100", "wait", "web-42", "--state", "101")]
    [InlineData("running, failed or completed", "wait", "web-42", "--status", "done")]
    [InlineData("not a build id", "wait", "web-42", "../x", "--state", "5")]
    [InlineData("--timeout", "wait", "web-42", "--state", "5", "--timeout", "soon")]
    public async Task A_wrong_command_line_is_2(string part, params string[] arguments) =>
        (await PawlAsync(arguments)).IsRefused(2, part);

    private static System.Text.Json.JsonElement Read(PawlProcess process) => new Answer(process.ExitCode, process.Out, process.Error).Json;
}
