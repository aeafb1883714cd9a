using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using Pawl.Cosmos;
using Pawl.Servers;
using Pawl.Servers.Faults;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance.Cosmos;

/// <summary>What goes wrong with Cosmos DB, and what is said then.</summary>
public sealed class CosmosFaultsTests
{
    private const string Key = "azure/web-1/state.json";

    private static readonly byte[] Content = """{"a":1}"""u8.ToArray();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_container_is_told_with_the_mend()
    {
        await using var objects = CosmosContainer.Open(await CosmosContainer.NextUrlAsync());
        await TroubleAsync(objects, StoreFault.Unreachable, "pawl store create");
    }

    [Fact]
    public async Task A_container_that_goes_is_not_taken_for_an_item_that_is_not_there()
    {
        var container = await CosmosContainer.CreateAsync(None);
        await using var objects = CosmosObjects.Open(container.Url, new HttpClient(new OwnerGone()));
        await TroubleAsync(objects, StoreFault.Unreachable, "pawl store create");
        var over = PutCondition.Over(new ObjectTag("x"));
        var put = await Assert.ThrowsAsync<StoreException>(async () => await objects.PutAsync(Key, Content, over, None));
        var delete = await Assert.ThrowsAsync<StoreException>(async () => await objects.DeleteAsync(Key, None));
        Assert.Equal((StoreFault.Unreachable, StoreFault.Unreachable), (put.Fault, delete.Fault));
        await using var there = container.Open();
        Assert.Null(await there.GetAsync(Key, 100, None));
        Assert.Null(await there.PutAsync(Key, Content, over, None));
        await there.DeleteAsync(Key, None);
    }

    [Fact]
    public async Task A_store_that_is_closed_closes_no_other()
    {
        await CosmosContainer.NextUrlAsync();
        var nobody = CosmosContainer.UrlAt(new Uri("http://127.0.0.1:1/"));
        await CosmosObjects.Open(nobody).DisposeAsync();
        await using var objects = CosmosObjects.Open(nobody);
        await TroubleAsync(objects, StoreFault.Unreachable, "refused");
    }

    [Fact]
    public async Task Credentials_that_are_refused_are_told_without_them()
    {
        await using var objects = CosmosObjects.Open(await CosmosContainer.NextUrlAsync(), new HttpClient(new Rewriting(_ => HttpStatusCode.Unauthorized, text => text)));
        var e = await TroubleAsync(objects, StoreFault.Denied, "credentials");
        Assert.DoesNotContain(CosmosServer.AccountKey, e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"defaultConsistencyLevel\":\"Strong\"", "\"defaultConsistencyLevel\":\"Session\"", "Session")]
    [InlineData("\"defaultConsistencyLevel\":\"Strong\"", "\"defaultConsistencyLevel\":\"Eventual\"", "Eventual")]
    [InlineData("\"writableLocations\":[", "\"writableLocations\":[{\"name\":\"Elsewhere\",\"databaseAccountEndpoint\":\"https://127.0.0.1:1/\"},", "several regions")]
    public async Task An_account_where_writes_may_go_unseen_is_refused(string there, string instead, string why)
    {
        var container = await CosmosContainer.CreateAsync(None);
        await using var objects = CosmosObjects.Open(container.Url, new HttpClient(
            new Rewriting(status => status, text => text.Replace(there, instead, StringComparison.Ordinal))));
        await TroubleAsync(objects, StoreFault.Unsuitable, why);
    }

    [Theory]
    [InlineData("\"/buildId\"", "\"/tenant\"", "/tenant")]
    [InlineData("\"partitionKey\":", "\"defaultTtl\":60,\"partitionKey\":", "expire")]
    public async Task A_container_that_can_not_hold_builds_is_refused(string there, string instead, string why)
    {
        var container = await CosmosContainer.CreateAsync(None);
        await using var objects = CosmosObjects.Open(container.Url, new HttpClient(
            new Rewriting(status => status, text => text.Replace(there, instead, StringComparison.Ordinal))));
        await TroubleAsync(objects, StoreFault.Unsuitable, why);
    }

    [Fact]
    public async Task Trouble_that_ends_is_waited_for()
    {
        await using var proxied = await ProxiedAsync();
        proxied.Proxy.Plan = FaultPlan.InTurn(HttpFault.Busy, HttpFault.ServerError, HttpFault.CutBefore);
        Assert.NotNull(await proxied.Objects.PutAsync(Key, Content, PutCondition.Absent, None));
        Assert.Equal(3, proxied.Proxy.Counts.Faults);
    }

    [Theory]
    [InlineData(HttpFault.Busy, StoreFault.Busy)]
    [InlineData(HttpFault.ServerError, StoreFault.Unreachable)]
    [InlineData(HttpFault.CutBefore, StoreFault.Unreachable)]
    public async Task Trouble_that_does_not_end_is_told_within_the_bound(HttpFault fault, StoreFault told)
    {
        await using var proxied = await ProxiedAsync();
        proxied.Proxy.Plan = FaultPlan.ByRule<HttpFault>(_ => fault);
        var watch = Stopwatch.StartNew();
        var e = await Assert.ThrowsAsync<StoreException>(async () => await proxied.Objects.PutAsync(Key, Content, PutCondition.Absent, None));
        Assert.Equal(told, e.Fault);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(32));
        Assert.True(proxied.Proxy.Counts.Faults > 1);
    }

    [Fact]
    public async Task A_put_whose_answer_was_lost_is_written_once_and_said_to_be_refused()
    {
        await using var proxied = await ProxiedAsync();
        proxied.Proxy.Plan = FaultPlan.InTurn(HttpFault.LostAnswer);
        Assert.Null(await proxied.Objects.PutAsync(Key, Content, PutCondition.Absent, None));
        var read = await proxied.Objects.GetAsync(Key, int.MaxValue, None);
        Assert.Equal(Content, read!.Content.ToArray());
        proxied.Proxy.Plan = FaultPlan.InTurn(HttpFault.LostAnswer);
        Assert.Null(await proxied.Objects.PutAsync(Key, """{"a":2}"""u8.ToArray(), PutCondition.Over(read.Tag), None));
        Assert.Equal("""{"a":2}"""u8.ToArray(), (await proxied.Objects.GetAsync(Key, int.MaxValue, None))!.Content.ToArray());
    }

    [Theory]
    [InlineData("""{"n":1.0,"e":1e3,"big":12345678901234567890,"s":"\u00e4\/"}""")]
    [InlineData("""{ "a" : 1 }""")]
    public async Task Json_that_the_service_would_rewrite_is_read_back_as_it_was(string text)
    {
        await using var objects = (await CosmosContainer.CreateAsync(None)).Open();
        await objects.PutAsync(Key, Encoding.UTF8.GetBytes(text), PutCondition.Absent, None);
        Assert.Equal(text, Encoding.UTF8.GetString((await objects.GetAsync(Key, int.MaxValue, None))!.Content.Span));
    }

    [Fact]
    public void What_this_program_writes_is_kept_as_json_alone()
    {
        var item = ItemJson.Write(ItemAddress.Of(Key), Key, Encoding.UTF8.GetBytes("""{"text":"\u00E4\u002B","n":42,"a":[true,null]}"""));
        using var json = JsonDocument.Parse(item);
        Assert.False(json.RootElement.TryGetProperty("exact", out _));
        Assert.Equal(("azure:state.json", "web-1"), (json.RootElement.GetProperty("id").GetString(), json.RootElement.GetProperty("buildId").GetString()));
    }

    [Fact]
    public void An_item_that_the_sdk_wrote_is_read()
    {
        var item = """{"id":"azure:state.json","buildId":"web-1","key":"azure/web-1/state.json","content":{"a":1},"_rid":"r","_self":"s","_etag":"\"e\"","_ts":1}"""u8;
        Assert.Equal("""{"a":1}"""u8.ToArray(), ItemJson.Read(item.ToArray())!.Value.ToArray());
    }

    [Fact]
    public void The_smallest_keys_are_kept_whatever_their_order() =>
        Gen.Select(Gen.String[Gen.Char['a', 'f'], 1, 3].Array[0, 30], Gen.Int[1, 10]).Sample((keys, most) =>
        {
            var smallest = new SmallestKeys(most);
            foreach (var key in keys)
                smallest.Add(key);
            var all = keys.Distinct().Order(StringComparer.Ordinal).ToList();
            return smallest.Keys.SequenceEqual(all.Take(most)) && smallest.HasDropped == all.Count > most;
        }, iter: 5_000);

    [Fact]
    public void A_worker_deletes_nothing_and_a_reader_writes_nothing()
    {
        var url = CosmosContainer.Parse("cosmos://account/db/builds");
        Assert.DoesNotContain("delete", new CosmosKind().Policy(url, StoreRole.Worker), StringComparison.Ordinal);
        Assert.DoesNotContain("create", new CosmosKind().Policy(url, StoreRole.Reader), StringComparison.Ordinal);
        Assert.Contains("/dbs/db/colls/builds", new CosmosKind().Policy(url, StoreRole.Administrator), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cosmos://account", "database")]
    [InlineData("cosmos://account/db", "database")]
    [InlineData("cosmos://Account/db/c", "account")]
    [InlineData("cosmos://account/db/c?region=x", "region")]
    [InlineData("cosmos://account/db/c?endpoint=https://x/path", "endpoint")]
    public void A_wrong_url_is_told_with_what_is_wrong(string text, string named)
    {
        var url = CosmosContainer.Parse(text);
        var e = Assert.Throws<StoreUrlException>(() => new CosmosKind().Policy(url, StoreRole.Reader));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    private static async Task<StoreException> TroubleAsync(CosmosObjects objects, StoreFault fault, string named)
    {
        var e = await Assert.ThrowsAsync<StoreException>(async () => await objects.GetAsync(Key, 100, None));
        Assert.Equal(fault, e.Fault);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        return e;
    }

    // The account and the container are asked about by the first call: here, before there are faults.
    private static async Task<Proxied> ProxiedAsync()
    {
        await CosmosContainer.NextUrlAsync();
        var proxy = await FaultProxy.StartAsync((await TestServers.CosmosAsync()).Endpoint, Protocol.Cosmos, FaultPlan.Quiet<HttpFault>(), None);
        var objects = CosmosContainer.Open(CosmosContainer.UrlAt(proxy.Endpoint));
        await objects.CreateAsync(None);
        await objects.GetAsync(Key, 100, None);
        return new Proxied(proxy, objects);
    }

    private sealed record Proxied(FaultProxy Proxy, CosmosObjects Objects) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Objects.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }

    /// <summary>Says of what isn't there what the service says when the container is gone; the emulator knows no such codes.</summary>
    private sealed class OwnerGone() : DelegatingHandler(CosmosHttp.Handler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                answer.Headers.Add("x-ms-substatus", "1003");
            return answer;
        }
    }

    /// <summary>Changes what the emulator says.</summary>
    private sealed class Rewriting : DelegatingHandler
    {
        private readonly Func<HttpStatusCode, HttpStatusCode> _status;
        private readonly Func<string, string> _text;

        public Rewriting(Func<HttpStatusCode, HttpStatusCode> status, Func<string, string> text)
        {
            (_status, _text) = (status, text);
            InnerHandler = CosmosHttp.Handler();
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            answer.StatusCode = _status(answer.StatusCode);
            answer.Content = new StringContent(_text(await answer.Content.ReadAsStringAsync(cancellationToken)), Encoding.UTF8, "application/json");
            return answer;
        }
    }
}
