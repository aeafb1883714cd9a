using System.Diagnostics;
using System.Net;
using Pawl.Servers.Faults;
using Xunit;

namespace Pawl.Conformance.Servers;

/// <summary>The proxy before HTTP servers does what its plan says, and nothing else.</summary>
public sealed class FaultProxyTests : IAsyncLifetime
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
    private HttpOrigin _origin = null!;
    private FaultProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        _origin = await HttpOrigin.StartAsync();
        _proxy = await FaultProxy.StartAsync(_origin.Endpoint, Protocol.Aws, FaultPlan.Quiet<HttpFault>(), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Fact]
    public async Task A_request_arrives_as_it_was_sent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(
            $"{_proxy.Endpoint}a%2Fb//c/../d+e?x=%41&y", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Host = "bucket.example:1234";
        request.Headers.ExpectContinue = true;
        request.Headers.TryAddWithoutValidation("X-Test", "a  b");
        request.Content = new StringContent("body");
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("\"1\"", answer.Headers.ETag!.Tag);
        Assert.Equal("answer 1", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("PUT /a%2Fb//c/../d+e?x=%41&y bucket.example:1234 a  b body", await _origin.NextAsync(TestContext.Current.CancellationToken));
        Assert.Equal((1, 0), (_proxy.Counts.Total, _proxy.Counts.Faults));
    }

    [Fact]
    public async Task A_request_cut_before_never_arrives()
    {
        _proxy.Plan = FaultPlan.InTurn(HttpFault.CutBefore);
        await Assert.ThrowsAsync<HttpRequestException>(PutAsync);
        Assert.Equal(0, _origin.Requests);
        Assert.Equal("answer 1", await PutAsync());
        Assert.Equal(1, _proxy.Counts[HttpFault.CutBefore]);
    }

    [Theory]
    [InlineData(HttpFault.LostAnswer)]
    [InlineData(HttpFault.HalfAnswer)]
    public async Task A_request_whose_answer_is_lost_arrives_once(HttpFault fault)
    {
        _proxy.Plan = FaultPlan.InTurn(fault);
        await Assert.ThrowsAsync<HttpRequestException>(PutAsync);
        Assert.Equal(1, _origin.Requests);
    }

    [Fact]
    public async Task Half_an_answer_has_its_head()
    {
        _proxy.Plan = FaultPlan.InTurn(HttpFault.HalfAnswer);
        using var answer = await _client.GetAsync(_proxy.Endpoint, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_doubled_request_arrives_twice_and_gets_the_second_answer()
    {
        _proxy.Plan = FaultPlan.InTurn(HttpFault.Doubled);
        Assert.Equal("answer 2", await PutAsync());
        Assert.Equal(await _origin.NextAsync(TestContext.Current.CancellationToken), await _origin.NextAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_echoed_request_arrives_again_after_its_answer()
    {
        _proxy.Plan = FaultPlan.InTurn(HttpFault.Echoed);
        Assert.Equal("answer 1", await PutAsync());
        Assert.Equal(await _origin.NextAsync(TestContext.Current.CancellationToken), await _origin.NextAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_delayed_request_is_answered_late()
    {
        _proxy.Plan = FaultPlan.InTurn(HttpFault.Delayed);
        var watch = Stopwatch.StartNew();
        Assert.Equal("answer 1", await PutAsync());
        // Timers and the stopwatch don't tick together.
        Assert.InRange(watch.Elapsed, _proxy.Delay * 0.9, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("s3", HttpFault.Busy, 503, "<Code>SlowDown</Code>")]
    [InlineData("s3", HttpFault.ServerError, 500, "<Code>InternalError</Code>")]
    [InlineData("dynamodb", HttpFault.Busy, 400, "#ProvisionedThroughputExceededException\"")]
    [InlineData("dynamodb", HttpFault.ServerError, 500, "#InternalServerError\"")]
    [InlineData("azblob", HttpFault.Busy, 503, "<Code>ServerBusy</Code>")]
    [InlineData("azblob", HttpFault.ServerError, 500, "<Code>InternalError</Code>")]
    [InlineData("cosmos", HttpFault.Busy, 429, "\"429\"")]
    [InlineData("cosmos", HttpFault.ServerError, 500, "InternalServerError")]
    public async Task A_refusal_is_worded_as_the_service_words_it(string service, HttpFault fault, int status, string words)
    {
        var protocol = service switch { "azblob" => Protocol.AzureBlob, "cosmos" => Protocol.Cosmos, _ => Protocol.Aws };
        await using var proxy = await FaultProxy.StartAsync(_origin.Endpoint, protocol, FaultPlan.InTurn(fault), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, proxy.Endpoint);
        if (service == "dynamodb")
            request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.PutItem");
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, _origin.Requests);
    }

    [Fact]
    public async Task A_head_keeps_its_length()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, _proxy.Endpoint);
        _proxy.Plan = FaultPlan.InTurn(HttpFault.Busy);
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.True(answer.Content.Headers.ContentLength > 0);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_a_cut_connection()
    {
        await _origin.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(PutAsync);
    }

    private async Task<string> PutAsync()
    {
        using var answer = await _client.PutAsync(_proxy.Endpoint, new StringContent("body"), TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
