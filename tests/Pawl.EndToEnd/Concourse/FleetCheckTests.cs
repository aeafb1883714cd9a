using System.Text.Json.Nodes;

namespace Pawl.EndToEnd.Concourse;

/// <summary>A resource of all builds of a kind.</summary>
public sealed class FleetCheckTests : ConcourseFixture
{
    private JsonObject Fleet(params (string Key, string Value)[] filter)
    {
        var source = new JsonObject { ["store"] = $"dir://{Store}" };
        foreach (var (key, value) in filter)
            source[key] = value;
        return source;
    }

    private Task<Put> BeginAsync(string build, string provider) =>
        PutAsync(Action("init", ("build", build), ("provider", provider), ("image_type", "t")), Fleet());

    [Fact]
    public async Task Without_a_version_it_finds_the_one_changed_last_with_one_all_since_the_oldest_first()
    {
        Assert.Empty(await CheckAsync(null, Fleet()));
        var a = await BeginAsync("a", "aws");
        var b = await BeginAsync("b", "azure");
        var failed = await PutAsync(Action("fail", ("build", "a"), ("error", "e")), Fleet());
        var c = await BeginAsync("c", "aws");

        Assert.Equal(c.Version.ToJsonString(), Assert.Single(await CheckAsync(null, Fleet()))!.ToJsonString());
        Assert.Equal(
            new[] { a, b, failed, c }.Select(put => put.Version.ToJsonString()),
            (await CheckAsync(a.Version, Fleet())).Select(version => version!.ToJsonString()));
        Assert.Equal(
            new[] { a, failed, c }.Select(put => put.Version.ToJsonString()),
            (await CheckAsync(a.Version, Fleet(("provider", "aws")))).Select(version => version!.ToJsonString()));
        Assert.Equal(c.Version.ToJsonString(), Assert.Single(await CheckAsync(new JsonObject { ["build"] = "z", ["version"] = "1" }, Fleet()))!.ToJsonString());
    }

    [Fact]
    public async Task A_status_finds_failures_also_of_builds_that_went_on_since()
    {
        await BeginAsync("a", "aws");
        var failed = await PutAsync(Action("fail", ("build", "a"), ("error", "e")), Fleet());
        await PutAsync(Action("start", ("build", "a")), Fleet());
        var other = await BeginAsync("b", "aws");
        var second = await PutAsync(Action("fail", ("build", "b"), ("error", "e")), Fleet());

        Assert.Equal(second.Version.ToJsonString(), Assert.Single(await CheckAsync(null, Fleet(("status", "failed"))))!.ToJsonString());
        Assert.Equal(
            new[] { failed, second }.Select(put => put.Version.ToJsonString()),
            (await CheckAsync(failed.Version, Fleet(("status", "failed")))).Select(version => version!.ToJsonString()));
        Assert.NotEqual(other.Version.ToJsonString(), second.Version.ToJsonString());
    }
}
