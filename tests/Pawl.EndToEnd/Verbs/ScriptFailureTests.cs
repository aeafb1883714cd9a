using System.Text.Json;

namespace Pawl.EndToEnd.Verbs;

/// <summary>What becomes of the error that a script reports.</summary>
public sealed class ScriptFailureTests : CommandFixture
{
    [Fact]
    public async Task A_secret_in_it_is_recorded_nowhere()
    {
        await InitAsync("web-42");
        await DoneAsync("fail", "web-42", "--error", "login failed: password=hunter2hunter2");

        Assert.DoesNotContain("hunter2hunter2", (await DoneAsync("status", "web-42", "--json")).Out, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("hunter2hunter2", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_classified_and_the_next_try_s_time_is_recorded()
    {
        await InitAsync("web-42");
        await DoneAsync("fail", "web-42", "--error", "curl: (6) Could not resolve host: deb.example.org");
        var network = await FailureAsync();
        Assert.Equal("transient", network.GetProperty("category").GetString());
        Assert.NotEqual("unrecognised", network.GetProperty("rule").GetString());
        Assert.NotEqual(JsonValueKind.Null, (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("retryAt").ValueKind);

        await DoneAsync("fail", "web-42", "--error", "x", "--category", "persistent");
        var chosen = await FailureAsync();
        Assert.Equal(("persistent", "--category"), (chosen.GetProperty("category").GetString(), chosen.GetProperty("rule").GetString()));
        Assert.Equal(JsonValueKind.Null, (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("retryAt").ValueKind);
    }

    [Fact]
    public async Task The_retry_count_and_the_tries_that_the_strategy_has_are_told()
    {
        await InitAsync("web-42");
        await DoneAsync("fail", "web-42", "--error", "x");

        Assert.Equal("1\n", (await DoneAsync("retries", "web-42")).Out);
        var json = (await DoneAsync("retries", "web-42", "--json")).Json;
        Assert.Equal((0, 1, 3), (json.GetProperty("state").GetInt32(), json.GetProperty("retryCount").GetInt32(), json.GetProperty("tries").GetInt32()));
    }

    private async Task<JsonElement> FailureAsync() => (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("lastFailure");
}
