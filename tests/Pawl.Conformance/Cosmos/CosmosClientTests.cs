using System.Net;
using Pawl.Cosmos;
using Pawl.Cosmos.Rest;
using Pawl.Stores;
using Xunit;

namespace Pawl.Conformance.Cosmos;

/// <summary>What the client does with answers, and without.</summary>
public sealed class CosmosClientTests
{
    private static readonly CosmosRequests Requests = new(CosmosStandIn.Place);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(408, "0", true)]
    [InlineData(410, "0", true)]
    [InlineData(410, "1002", true)]
    [InlineData(429, "3200", true)]
    [InlineData(449, "0", true)]
    [InlineData(500, "0", true)]
    [InlineData(503, "0", true)]
    [InlineData(403, "3", true)]
    [InlineData(403, "1008", true)]
    [InlineData(403, "0", false)]
    [InlineData(403, "1014", false)]
    [InlineData(400, "0", false)]
    [InlineData(401, "0", false)]
    [InlineData(404, "0", false)]
    [InlineData(404, "1003", false)]
    [InlineData(409, "0", false)]
    [InlineData(412, "0", false)]
    [InlineData(413, "0", false)]
    public async Task What_passes_is_tried_again_and_what_stays_is_not(int status, string substatus, bool passes)
    {
        using var standIn = CosmosStandIn.InTurn(
            () => CosmosStandIn.Answer((HttpStatusCode)status, "{}", ("x-ms-substatus", substatus)), () => CosmosStandIn.Answer(HttpStatusCode.OK));
        using var client = standIn.Client();
        var answer = await client.SendAsync(CosmosRequests.ReadAccount, None);
        Assert.Equal(passes ? (HttpStatusCode.OK, 2) : ((HttpStatusCode)status, 1), (answer.Status, standIn.Asked.Count));
    }

    [Theory]
    [InlineData(429, 10)]
    [InlineData(503, 5)]
    public async Task Tries_are_counted_and_the_last_answer_is_told(int status, int tries)
    {
        using var standIn = CosmosStandIn.InTurn(() => CosmosStandIn.Answer((HttpStatusCode)status, "{}", ("x-ms-retry-after-ms", "1")));
        using var client = standIn.Client();
        Assert.Equal(status, (int)(await client.SendAsync(CosmosRequests.ReadAccount, None)).Status);
        Assert.Equal(tries, standIn.Asked.Count);
    }

    [Fact]
    public async Task A_throttling_that_lasts_longer_than_the_bound_is_told_at_once()
    {
        using var standIn = CosmosStandIn.InTurn(() => CosmosStandIn.Answer(HttpStatusCode.TooManyRequests, "{}", ("x-ms-retry-after-ms", "60000")));
        using var client = standIn.Client();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.SendAsync(CosmosRequests.ReadAccount, None)).Status);
        Assert.Single(standIn.Asked);
    }

    [Theory]
    [InlineData(400, "0", StoreFault.Unsuitable, "is it Cosmos DB")]
    [InlineData(401, "0", StoreFault.Denied, "clock")]
    [InlineData(403, "0", StoreFault.Denied, "firewall")]
    [InlineData(403, "3", StoreFault.Unreachable, "try again later (403/3)")]
    [InlineData(403, "1014", StoreFault.Full, "20 GB")]
    [InlineData(404, "1003", StoreFault.Unreachable, "pawl store create")]
    [InlineData(413, "0", StoreFault.Full, "2 MB")]
    [InlineData(429, "3200", StoreFault.Busy, "request units")]
    [InlineData(449, "0", StoreFault.Unreachable, "try again later (449/0)")]
    [InlineData(503, "0", StoreFault.Unreachable, "try again later (503/0)")]
    public void Every_answer_has_its_meaning_and_its_mend(int status, string substatus, StoreFault fault, string named)
    {
        var e = CosmosStandIn.Faults.Answered(new CosmosAnswer((HttpStatusCode)status, substatus, "", "", default));
        Assert.Equal(fault, e.Fault);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Func<Exception>, string> Cuts => new()
    {
        { () => new HttpRequestException("outer", new IOException("Connection refused")), "Connection refused" },
        { () => new IOException("The response ended prematurely."), "The response ended prematurely" },
        { () => new TaskCanceledException("the client's own timeout"), "no answer came in time" },
        { () => new HttpRequestException("The SSL connection could not be established.", new IOException("UntrustedRoot")), "UntrustedRoot" },
    };

    [Theory]
    [MemberData(nameof(Cuts), DisableDiscoveryEnumeration = true)]
    public async Task A_network_that_failed_once_is_tried_again(Func<Exception> cut, string named)
    {
        using var standIn = CosmosStandIn.InTurn(() => throw cut(), () => CosmosStandIn.Answer(HttpStatusCode.OK));
        using var client = standIn.Client();
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(CosmosRequests.ReadAccount, None)).Status);
        Assert.Contains($"doesn't answer: {named};", CosmosStandIn.Faults.Failed(cut()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_stays_away_is_told_with_what_came_last()
    {
        var tries = 0;
        using var standIn = CosmosStandIn.InTurn(() => throw new HttpRequestException("outer", new IOException($"cut {++tries}")));
        using var client = standIn.Client();
        var e = await Assert.ThrowsAsync<StoreException>(async () => await client.SendAsync(CosmosRequests.ReadAccount, None));
        Assert.Equal((StoreFault.Unreachable, 5), (e.Fault, standIn.Asked.Count));
        Assert.Contains("cut 5", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Giving_up_is_no_fault_of_the_store_also_between_tries()
    {
        using var giveUp = new CancellationTokenSource();
        using var standIn = CosmosStandIn.InTurn(
            () => throw new IOException("cut"),
            () =>
            {
                giveUp.Cancel();
                throw new IOException("cut");
            });
        using var client = standIn.Client();
        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await client.SendAsync(CosmosRequests.ReadAccount, giveUp.Token));
        Assert.Equal(giveUp.Token, e.CancellationToken);
        Assert.Equal(2, standIn.Asked.Count);
    }

    [Fact]
    public async Task Pages_are_asked_for_until_none_is_left_also_after_an_empty_one()
    {
        using var standIn = CosmosStandIn.InTurn(
            () => Page("""["aws/web-1/b", 7, {"key":"aws/web-1/no text"}]""", "one"),
            () => Page("[]", "two"),
            () => Page("""["aws/web-1/a", "aws/web-12/not asked for"]""", ""));
        using var client = standIn.Client();
        var keys = await new KeyQuery(client, Requests, CosmosStandIn.Faults).ReadAsync("aws/web-1/", "", None).ToListAsync(None);
        Assert.Equal(["aws/web-1/b", "aws/web-1/a"], keys);
        Assert.Equal(["", "one", "two"], standIn.Asked.Select(headers => headers.GetValueOrDefault("x-ms-continuation", "")));
    }

    [Theory]
    [InlineData("<html>captive portal</html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Documents":7}""")]
    public async Task An_answer_of_something_else_is_told(string body)
    {
        using var standIn = CosmosStandIn.InTurn(() => CosmosStandIn.Answer(HttpStatusCode.OK, body));
        using var client = standIn.Client();
        var query = new KeyQuery(client, Requests, CosmosStandIn.Faults);
        var e = await Assert.ThrowsAsync<StoreException>(async () => await query.ReadAsync("aws/web-1/", "", None).ToListAsync(None));
        Assert.Equal(StoreFault.Unsuitable, e.Fault);
        var proof = new CosmosProof(client, Requests, CosmosStandIn.Faults);
        Assert.Equal(StoreFault.Unsuitable, (await Assert.ThrowsAsync<StoreException>(async () => await proof.RequireAsync(None))).Fault);
    }

    private static HttpResponseMessage Page(string keys, string more) => CosmosStandIn.Answer(
        HttpStatusCode.OK, $$"""{"_rid":"x","Documents":{{keys}},"_count":1}""", more.Length > 0 ? [("x-ms-continuation", more)] : []);
}
