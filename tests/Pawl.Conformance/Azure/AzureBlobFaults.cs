using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Pawl.Azure;
using Pawl.Azure.Blobs;
using Pawl.Servers;
using Pawl.Servers.Faults;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance.Azure;

/// <summary>What goes wrong with Azure Blob Storage, and what is said then.</summary>
public sealed class AzureBlobFaults
{
    private const string Key = "azure/web-1/state.json";

    private static readonly byte[] Content = """{"a":1}"""u8.ToArray();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_container_is_told_with_the_mend()
    {
        await using var objects = BlobObjects.Open(await BlobContainer.NextUrlAsync());
        foreach (var call in Calls(objects))
        {
            var e = await Assert.ThrowsAsync<StoreException>(call);
            Assert.Equal(StoreFault.Unreachable, e.Fault);
            Assert.Contains("pawl store create", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wrong_key_is_denied_and_is_in_no_message()
    {
        var container = await BlobContainer.CreateAsync(None);
        var wrong = Convert.ToBase64String(Encoding.UTF8.GetBytes("not this account's key, not this account's key, not this account"));
        var connection = (await TestServers.AzuriteAsync()).ConnectionString.Replace(AzuriteServer.AccountKey, wrong, StringComparison.Ordinal);
        await using var objects = BlobObjects.Open(container.Url, connection);
        foreach (var call in Calls(objects))
        {
            var e = await Assert.ThrowsAsync<StoreException>(call);
            Assert.Equal(StoreFault.Denied, e.Fault);
            Assert.DoesNotContain(wrong, e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("AccountName=devstoreaccount1;AccountKey=not-base64!;BlobEndpoint=http://127.0.0.1:1/devstoreaccount1")]
    [InlineData("nonsense")]
    public void A_connection_string_that_is_none_is_told_without_its_text(string connection)
    {
        var e = Assert.Throws<StoreUrlException>(() => BlobObjects.Open(BlobContainer.Parse("azblob://builds"), connection));
        Assert.DoesNotContain("not-base64", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttling_that_ends_is_waited_for()
    {
        await using var proxied = await ProxiedAsync();
        proxied.Proxy.Plan = FaultPlan.InTurn(HttpFault.Busy, HttpFault.ServerError, HttpFault.CutBefore);
        Assert.NotNull(await proxied.Objects.PutAsync(Key, Content, PutCondition.Absent, None));
        Assert.Equal(3, proxied.Proxy.Counts.Faults);
    }

    [Fact]
    public async Task Throttling_that_does_not_end_is_told_within_the_bound()
    {
        await using var proxied = await ProxiedAsync();
        proxied.Proxy.Plan = FaultPlan.ByRule<HttpFault>(_ => HttpFault.Busy);
        var watch = Stopwatch.StartNew();
        var e = await Assert.ThrowsAsync<StoreException>(async () => await proxied.Objects.PutAsync(Key, Content, PutCondition.Absent, None));
        Assert.Equal(StoreFault.Busy, e.Fault);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.True(proxied.Proxy.Counts.Faults > 1);
    }

    [Fact]
    public async Task A_put_whose_answer_was_lost_is_written_once_and_said_to_be_refused()
    {
        await using var proxied = await ProxiedAsync();
        proxied.Proxy.Plan = FaultPlan.InTurn(HttpFault.LostAnswer);
        Assert.Null(await proxied.Objects.PutAsync(Key, Content, PutCondition.Absent, None));
        proxied.Proxy.Plan = FaultPlan.InTurn(HttpFault.HalfAnswer);
        var read = await proxied.Objects.GetAsync(Key, int.MaxValue, None);
        Assert.Equal(Content, read!.Content.ToArray());
        proxied.Proxy.Plan = FaultPlan.InTurn(HttpFault.LostAnswer);
        Assert.Null(await proxied.Objects.PutAsync(Key, """{"a":2}"""u8.ToArray(), PutCondition.Over(read.Tag), None));
        Assert.Equal("""{"a":2}"""u8.ToArray(), (await proxied.Objects.GetAsync(Key, int.MaxValue, None))!.Content.ToArray());
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        var proxied = await ProxiedAsync();
        await proxied.Proxy.DisposeAsync();
        var e = await Assert.ThrowsAsync<StoreException>(async () => await proxied.Objects.GetAsync(Key, 100, None));
        Assert.Equal(StoreFault.Unreachable, e.Fault);
    }

    [Fact]
    public async Task An_empty_blob_of_somebody_else_is_read_as_that()
    {
        await using var objects = BlobObjects.Open((await BlobContainer.CreateAsync(None)).Url);
        Assert.NotNull(await objects.PutAsync(Key, default, PutCondition.Absent, None));
        var read = await objects.GetAsync(Key, 100, None);
        Assert.Equal((0, true), (read!.Content.Length, read.IsWhole));
    }

    [Fact]
    public async Task A_name_with_a_dot_at_its_end_is_another_one_than_that_without()
    {
        await using var objects = BlobObjects.Open((await BlobContainer.CreateAsync(None)).Url);
        string[] keys = ["azure/web./state.json", "azure/web/state.json"];
        foreach (var key in keys)
            Assert.NotNull(await objects.PutAsync(key, Content, PutCondition.Absent, None));
        Assert.Equal(keys, (await objects.ListAsync("azure/", "", None).ToListAsync(None)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_container_is_made_once_and_found_the_second_time()
    {
        var url = await BlobContainer.NextUrlAsync();
        var kind = new AzureBlobKind();
        Assert.Contains("made", Assert.Single(await kind.CreateAsync(url, Surroundings.Context, None)), StringComparison.Ordinal);
        Assert.Contains("there already", Assert.Single(await kind.CreateAsync(url, Surroundings.Context, None)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_may_write_nothing_and_a_worker_deletes_no_build()
    {
        var kind = new AzureBlobKind();
        var url = BlobContainer.Parse("azblob://builds/team?account=store");
        using var reader = JsonDocument.Parse(kind.Policy(url, StoreRole.Reader));
        Assert.EndsWith("/read", Assert.Single(reader.RootElement.GetProperty("DataActions").EnumerateArray()).GetString(), StringComparison.Ordinal);
        using var worker = JsonDocument.Parse(kind.Policy(url, StoreRole.Worker));
        Assert.Contains("StringStartsWith 'team/.pawl/probe-'", worker.RootElement.GetProperty("AssignmentCondition").GetString(), StringComparison.Ordinal);
        using var administrator = JsonDocument.Parse(kind.Policy(url, StoreRole.Administrator));
        Assert.False(administrator.RootElement.TryGetProperty("AssignmentCondition", out _));
    }

    [Theory]
    [InlineData("azblob://Builds", "container")]
    [InlineData("azblob://b", "container")]
    [InlineData("azblob://builds?account=not.a.name", "account")]
    [InlineData("azblob://builds?region=x", "region")]
    [InlineData("azblob://builds?endpoint=ftp://x", "endpoint")]
    [InlineData("azblob://builds/a/../b", "prefix")]
    public void A_wrong_url_is_told_with_what_is_wrong(string text, string named)
    {
        var e = Assert.Throws<StoreUrlException>(() => new AzureBlobKind().Policy(BlobContainer.Parse(text), StoreRole.Reader));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<Func<Task>> Calls(IObjectStore objects) =>
    [
        async () => await objects.GetAsync(Key, 100, None),
        async () => await objects.PutAsync(Key, Content, PutCondition.Absent, None),
        async () => await objects.ListAsync("azure/", "", None).ToListAsync(None),
        async () => await objects.DeleteAsync(Key, None),
    ];

    private static async Task<Proxied> ProxiedAsync()
    {
        var server = await TestServers.AzuriteAsync();
        var proxy = await FaultProxy.StartAsync(server.Endpoint, Protocol.AzureBlob, FaultPlan.Quiet<HttpFault>(), None);
        var container = await BlobContainer.CreateAsync(None);
        return new Proxied(proxy, BlobObjects.Open(container.Url, AzuriteServer.ConnectionStringAt(proxy.Endpoint)));
    }

    private sealed record Proxied(FaultProxy Proxy, BlobObjects Objects) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Objects.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
