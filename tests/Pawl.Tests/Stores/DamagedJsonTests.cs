using System.Text.Json;
using Pawl.Builds;
using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Stores;

/// <summary>Texts that fuzzing found: each made a reader fail in a way that its callers don't expect.</summary>
public sealed class DamagedJsonTests
{
    private const string Event = """
        {"kind":"plan_changed","plan":PLAN,"pipeline":{"name":"","path":"","hash":""},"id":"01a223a2-558a-7960-8ac5-23c0476d88cd","at":"2026-01-02T03:04:05.678Z","by":"ci"}
        """;

    [Theory]
    [InlineData("[[]]")]
    [InlineData("[[100]]")]
    [InlineData("[[0,\"a\"],[],[100,\"b\"]]")]
    [InlineData("[100]")]
    [InlineData("[]")]
    public void A_plan_whose_states_are_not_pairs_is_refused_as_damaged(string plan) =>
        Assert.Throws<JsonException>(() => BuildJson.ReadEvent(Event.Replace("PLAN", plan, StringComparison.Ordinal)));

    [Fact]
    public void A_plan_of_pairs_is_read() =>
        Assert.IsType<BuildEvent.PlanChanged>(BuildJson.ReadEvent(Event.Replace("PLAN", "[[0,\"a\"],[100,\"b\"]]", StringComparison.Ordinal)));
}
