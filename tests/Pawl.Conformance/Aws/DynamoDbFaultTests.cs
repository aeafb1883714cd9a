using System.Net;
using System.Text;
using Pawl.Aws.DynamoDb;
using Pawl.Builds;
using Pawl.Conformance.Servers;
using Pawl.Servers;
using Pawl.Servers.Faults;
using Pawl.Stores;
using Xunit;

namespace Pawl.Conformance.Aws;

/// <summary>What is particular to DynamoDB: its limits, its indexes that lag behind, erasures that stop in the middle.</summary>
public sealed class DynamoDbFaultTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_that_is_not_there_is_no_absent_build()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        var moto = await TestServers.MotoAsync();
        await using var store = AwsPlaces.OpenBuilds(AwsPlaces.Url($"dynamodb://nothing-here?endpoint={moto.Endpoint}"));
        var e = await Assert.ThrowsAsync<StoreException>(async () => await store.LoadAsync(Samples.Id, None));
        Assert.Equal(StoreFault.Unreachable, e.Fault);
        Assert.Contains("`pawl store create dynamodb://nothing-here", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_credentials_are_told_as_that()
    {
        const string answer = """{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"The security token included in the request is invalid."}""";
        var url = await TableAsync();
        await using var relay = await Relay.StartAsync(EndpointOf(url), (_, _) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent(answer, Encoding.UTF8, "application/x-amz-json-1.0") }));
        await using var store = AwsPlaces.OpenBuilds(url.Through(relay.Endpoint));
        var e = await Assert.ThrowsAsync<StoreException>(async () => await store.LoadAsync(Samples.Id, None));
        Assert.Equal(StoreFault.Denied, e.Fault);
    }

    [Theory]
    [InlineData(HttpFault.CutBefore)]
    [InlineData(HttpFault.LostAnswer)]
    [InlineData(HttpFault.HalfAnswer)]
    [InlineData(HttpFault.Doubled)]
    [InlineData(HttpFault.Busy)]
    [InlineData(HttpFault.ServerError)]
    public async Task An_append_counts_once_whatever_happens_on_the_way(HttpFault fault)
    {
        var url = await TableAsync();
        await using var proxy = await FaultProxy.StartAsync(EndpointOf(url), Protocol.Aws, FaultPlan.InTurn(fault), None);
        await using var store = AwsPlaces.OpenBuilds(url.Through(proxy.Endpoint));
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(Samples.Begun(Samples.Id), None));
        Assert.Equal(BuildVersion.None.Next, (await store.LoadAsync(Samples.Id, None)).State.Version);
        Assert.Equal(1, proxy.Counts[fault]);
    }

    [Fact]
    public async Task Large_events_and_metadata_are_kept_in_several_items()
    {
        await using var store = AwsPlaces.OpenBuilds(await TableAsync());
        var change = Samples.Begun(Samples.Id);
        for (var i = 0; i < 5; i++)
            change = change.SetMetadata($"large-{i}", new string((char)('\u00e0' + i), 60_000));
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));

        var events = await store.ReadHistoryAsync(Samples.Id, new BuildVersion(3), None).OfType<BuildEvent.MetadataSet>().ToListAsync(None);
        Assert.Equal(["large-2", "large-3", "large-4"], events.Select(e => e.Key));
        Assert.Equal(change.After.Metadata.AsEnumerable(), (await store.LoadAsync(Samples.Id, None)).State.Metadata);
    }

    [Fact]
    public async Task A_change_beyond_the_limits_is_refused_with_the_limit_and_nothing_is_written()
    {
        await using var store = AwsPlaces.OpenBuilds(await TableAsync());
        var large = Enumerable.Range(0, 20).Aggregate(Samples.Begun(Samples.Id), (c, i) => c.SetMetadata($"{i}", new string('\u00e4', 60_000)));
        var e = await Assert.ThrowsAsync<StoreException>(async () => await store.AppendAsync(large, None));
        Assert.Equal((StoreFault.Full, true), (e.Fault, e.Message.Contains("4,000,000", StringComparison.Ordinal)));
        Assert.False((await store.LoadAsync(Samples.Id, None)).State.Exists);

        var two = Samples.Begun(Samples.Id).SetMetadata("a", new string('\u00e4', 60_000)).SetMetadata("b", new string('\u00e4', 60_000));
        await store.AppendAsync(two, None);
        var oneEvent = Change.To(two.After, Samples.At(1)).Restore(two.After, Samples.At(0).At, "again");
        e = await Assert.ThrowsAsync<StoreException>(async () => await store.AppendAsync(oneEvent, None));
        Assert.Equal((StoreFault.Full, true), (e.Fault, e.Message.Contains("405,000", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_list_shows_own_changes_also_while_the_index_lags_behind()
    {
        var url = await TableAsync();
        byte[]? old = null;
        await using var relay = await Relay.StartAsync(EndpointOf(url), async (request, send) =>
        {
            var asksIndex = (await request.Content!.ReadAsStringAsync()).Contains("by_status", StringComparison.Ordinal);
            var answer = await send();
            if (asksIndex && answer.StatusCode == HttpStatusCode.OK && (await answer.Content.ReadAsStringAsync()).Contains("web-1", StringComparison.Ordinal))
                old ??= await answer.Content.ReadAsByteArrayAsync();
            if (asksIndex && old is not null)
                answer.Content = new ByteArrayContent((await request.Content.ReadAsStringAsync()).Contains("running", StringComparison.Ordinal) ? old : """{"Items":[],"Count":0,"ScannedCount":0}"""u8.ToArray());
            answer.Headers.Remove("x-amz-crc32");
            return answer;
        });
        await using var store = AwsPlaces.OpenBuilds(url.Through(relay.Endpoint));
        var begun = Samples.Begun(Samples.Id);
        await store.AppendAsync(begun, None);
        Assert.Equal(["web-1 running"], await ListAsync(store, new BuildQuery()));

        var failed = Change.To(begun.After, Samples.At(1)).Fail(StateCode.First, new Failure("broken", FailureCategory.Transient, "test", null));
        await store.AppendAsync(failed, None);
        await store.AppendAsync(Samples.Begun(BuildId.Parse("web-2")), None);
        Assert.Equal(["web-1 failed", "web-2 running"], await ListAsync(store, new BuildQuery()));
        Assert.Equal(["web-2 running"], await ListAsync(store, new BuildQuery { Status = BuildStatus.Running }));
        Assert.Equal(["web-1 failed"], await ListAsync(store, new BuildQuery { Status = BuildStatus.Failed }));

        await using var other = AwsPlaces.OpenBuilds(url);
        await other.AppendAsync(Change.To(failed.After, Samples.At(2)).RetryManually("mended"), None);
        Assert.DoesNotContain("web-1 failed", await ListAsync(store, new BuildQuery { Status = BuildStatus.Failed }));

        Assert.True(await store.EraseAsync(BuildId.Parse("web-2"), BuildVersion.None.Next, None));
        Assert.DoesNotContain("web-2 running", await ListAsync(store, new BuildQuery()));
    }

    [Fact]
    public async Task An_erasure_that_stopped_in_the_middle_leaves_no_build_and_the_next_one_can_begin()
    {
        var url = await TableAsync();
        var state = await WithHistoryAsync(url, appends: 30);
        await using var proxy = await FaultProxy.StartAsync(EndpointOf(url), Protocol.Aws, FaultPlan.Quiet<HttpFault>(), None);
        await using var store = AwsPlaces.OpenBuilds(url.Through(proxy.Endpoint));

        // The head is read and marked, the items are listed, some of them go: then the line is cut for good.
        var passed = 0;
        proxy.Plan = FaultPlan.ByRule<HttpFault>(_ => ++passed > 4 ? HttpFault.CutBefore : HttpFault.Pass);
        await Assert.ThrowsAsync<StoreException>(async () => await store.EraseAsync(Samples.Id, state.Version, None));

        await using var other = AwsPlaces.OpenBuilds(url);
        Assert.False((await other.LoadAsync(Samples.Id, None)).State.Exists);
        Assert.Empty(await other.ReadHistoryAsync(Samples.Id, BuildVersion.None, None).ToListAsync(None));
        Assert.Equal(AppendResult.Conflict, await other.AppendAsync(Change.To(state, Samples.At(90)).Succeed(state.Current), None));
        Assert.Equal(AppendResult.Appended, await other.AppendAsync(Samples.Begun(Samples.Id), None));
        Assert.Equal(1, await other.ReadHistoryAsync(Samples.Id, BuildVersion.None, None).CountAsync(None));
    }

    [Fact]
    public async Task A_deletion_that_arrives_late_takes_nothing_from_a_new_build_of_the_same_id()
    {
        var url = await TableAsync();
        var state = await WithHistoryAsync(url, appends: 3);
        TaskCompletionSource held = new(), goOn = new();
        var transactions = 0;
        await using var relay = await Relay.StartAsync(EndpointOf(url), async (request, send) =>
        {
            // The first asks for the right to delete, the second marks the build, the third deletes what it had.
            if (request.Headers.NonValidated["X-Amz-Target"].ToString().EndsWith("TransactWriteItems", StringComparison.Ordinal) && ++transactions == 3)
            {
                held.SetResult();
                await goOn.Task;
            }

            return await send();
        });
        await using var slow = AwsPlaces.OpenBuilds(url.Through(relay.Endpoint));
        await using var store = AwsPlaces.OpenBuilds(url);
        var erasing = slow.EraseAsync(Samples.Id, state.Version, None).AsTask();
        await held.Task;
        Assert.True(await store.EraseAsync(Samples.Id, state.Version, None));
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(Samples.Begun(Samples.Id), None));
        goOn.SetResult();
        Assert.True(await erasing);
        Assert.Equal(1, await store.ReadHistoryAsync(Samples.Id, BuildVersion.None, None).CountAsync(None));
    }

    [Fact]
    public async Task A_table_of_somebody_else_is_refused()
    {
        var url = await TableAsync();
        using var client = new Amazon.DynamoDBv2.AmazonDynamoDBClient(
            new Amazon.DynamoDBv2.AmazonDynamoDBConfig { ServiceURL = EndpointOf(url).ToString(), AuthenticationRegion = "us-east-1" });
        var other = url with { Authority = $"other-{Guid.NewGuid():N}" };
        await client.CreateTableAsync(other.Authority, [new("id", "HASH")], [new("id", "S")], new() { ReadCapacityUnits = 1, WriteCapacityUnits = 1 }, None);
        var e = await Assert.ThrowsAsync<StoreException>(async () => await new DynamoDbKind().CreateAsync(other, Surroundings.Context, None));
        Assert.Equal(StoreFault.Unsuitable, e.Fault);
        Assert.Equal(3, (await new DynamoDbKind().CreateAsync(url, Surroundings.Context, None)).Count);
    }

    [Theory]
    [InlineData("dynamodb://")]
    [InlineData("dynamodb://table/more")]
    [InlineData("dynamodb://table?dialect=google")]
    public void A_url_that_is_none_is_refused_when_it_is_opened(string url) =>
        Assert.Throws<StoreUrlException>(() => DynamoDbStore.Open(AwsPlaces.Url(url), Surroundings.Context));

    [Fact]
    public void A_worker_may_delete_nothing_but_alerts()
    {
        var kind = new DynamoDbKind();
        var url = AwsPlaces.Url("dynamodb://builds?region=cn-north-1");
        var policy = System.Text.Json.Nodes.JsonNode.Parse(kind.Policy(url, StoreRole.Worker))!["Statement"]!.AsArray();
        var deletes = Assert.Single(policy, s => s!["Action"]!.AsArray().Any(a => a!.GetValue<string>().Contains("Delete", StringComparison.Ordinal)))!;
        Assert.Equal([".pawl-notes"], deletes["Condition"]!["ForAllValues:StringEquals"]!["dynamodb:LeadingKeys"]!.AsArray().Select(key => key!.GetValue<string>()));
        Assert.DoesNotContain("Update", kind.Policy(url, StoreRole.Reader), StringComparison.Ordinal);
        Assert.Contains("arn:aws-cn:dynamodb:cn-north-1:*:table/builds/index/by_status", kind.Policy(url, StoreRole.Reader), StringComparison.Ordinal);
        Assert.Contains("dynamodb:CreateTable", kind.Policy(url, StoreRole.Administrator), StringComparison.Ordinal);
    }

    private static async Task<StoreUrl> TableAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        return await AwsPlaces.TableAsync((await TestServers.MotoAsync()).Endpoint);
    }

    private static async Task<BuildState> WithHistoryAsync(StoreUrl url, int appends)
    {
        await using var store = AwsPlaces.OpenBuilds(url);
        var change = Samples.Begun(Samples.Id);
        await store.AppendAsync(change, None);
        for (var i = 1; i < appends; i++)
        {
            change = Change.To(change.After, Samples.At(i)).SetMetadata("n", $"{i}");
            await store.AppendAsync(change, None);
        }

        return change.After;
    }

    private static async Task<string[]> ListAsync(IBuildStore store, BuildQuery query) =>
        [.. (await store.ListAsync(query, None).ToListAsync(None)).Select(b => $"{b.Id} {b.Status.ToText()}")];

    private static Uri EndpointOf(StoreUrl url) => new(url.Setting("endpoint")!);
}
