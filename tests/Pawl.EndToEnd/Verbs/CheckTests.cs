namespace Pawl.EndToEnd.Verbs;

/// <summary>What a pipeline's first task asks: each answer has a code of its own.</summary>
public sealed class CheckTests : CommandFixture
{
    [Fact]
    public async Task Nothing_recorded_is_3()
    {
        var answer = await PawlAsync("check", "web-42");

        Assert.Equal((3, ""), (answer.Code, answer.Error));
    }

    [Fact]
    public async Task Failed_is_5_and_the_first_line_sets_the_state_to_resume_at()
    {
        await InitAsync("web-42");
        await DoneAsync("succeed", "web-42");
        await DoneAsync("fail", "web-42", "--error", "x");

        var answer = await PawlAsync("check", "web-42");

        Assert.Equal(5, answer.Code);
        Assert.StartsWith("RESUME_STATE=5\n", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_progress_is_6_with_the_holder()
    {
        Variables["PAWL_WORKER"] = "worker-a";
        await InitAsync("web-42");
        await DoneAsync("start", "web-42", "--lease", "1h");
        Variables["PAWL_WORKER"] = "worker-b";

        var held = await PawlAsync("check", "web-42");

        Assert.Equal(6, held.Code);
        Assert.Contains("worker-a", held.Out, StringComparison.Ordinal);
        var json = (await PawlAsync("check", "web-42", "--json")).Json;
        Assert.Equal(("held", "worker-a"), (json.GetProperty("result").GetString(), json.GetProperty("lease").GetProperty("holder").GetString()));
    }

    [Fact]
    public async Task Completed_is_0()
    {
        await InitAsync("web-42");
        for (var state = 0; state <= 100; state += 5)
            await DoneAsync("succeed", "web-42");

        Assert.Equal("completed", (await DoneAsync("check", "web-42", "--json")).Json.GetProperty("result").GetString());
    }

    [Fact]
    public async Task A_second_worker_is_refused_at_once_with_who_since_when_and_until_when()
    {
        Variables["PAWL_WORKER"] = "worker-a";
        await InitAsync("web-42");
        await DoneAsync("start", "web-42");
        Variables["PAWL_WORKER"] = "worker-b";

        foreach (var verb in new string[][] { ["start", "web-42"], ["succeed", "web-42"], ["fail", "web-42", "--error", "x"] })
            (await PawlAsync(verb)).IsRefused(6, "worker-a", "since 20", "until 20");
    }

    [Fact]
    public async Task A_lease_is_given_back_by_success_and_by_failure()
    {
        Variables["PAWL_WORKER"] = "worker-a";
        await InitAsync("web-42");
        await DoneAsync("start", "web-42");
        await DoneAsync("succeed", "web-42");
        Variables["PAWL_WORKER"] = "worker-b";
        await DoneAsync("start", "web-42");
        await DoneAsync("fail", "web-42", "--error", "x");
        Variables["PAWL_WORKER"] = "worker-a";
        await DoneAsync("start", "web-42");

        Assert.Equal("worker-a", (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("lease").GetProperty("holder").GetString());
    }
}
