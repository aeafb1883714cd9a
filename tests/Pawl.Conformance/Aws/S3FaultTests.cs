using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.S3;
using Amazon.S3.Model;
using Pawl.Aws.S3;
using Pawl.Conformance.Servers;
using Pawl.Servers;
using Pawl.Servers.Faults;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;
using Protocol = Pawl.Servers.Faults.Protocol;

namespace Pawl.Conformance.Aws;

/// <summary>What S3 and its relatives do wrong, and what is said then.</summary>
public sealed class S3FaultTests
{
    private static readonly byte[] Content = "{\"a\":1}"u8.ToArray();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bucket_that_is_not_there_is_no_absent_object()
    {
        var moto = await MotoAsync();
        await using var objects = S3Objects.Open(AwsPlaces.Url($"s3://nothing-here/p?endpoint={moto.Endpoint}"));
        var read = await Assert.ThrowsAsync<StoreException>(async () => await objects.GetAsync("k", 10, None));
        var list = await Assert.ThrowsAsync<StoreException>(async () => await objects.ListAsync("", "", None).ToListAsync(None));
        var put = await Assert.ThrowsAsync<StoreException>(async () => await objects.PutAsync("k", Content, PutCondition.Over(new ObjectTag("x")), None));
        Assert.All([read, list, put], e => Assert.Equal(StoreFault.Unreachable, e.Fault));
        Assert.Contains("`pawl store create s3://nothing-here", read.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_credentials_are_told_as_that()
    {
        var url = await CephPrefixAsync();
        await using var relay = await Relay.StartAsync(EndpointOf(url), request =>
        {
            var signed = request.Headers.NonValidated["Authorization"].ToString();
            request.Headers.Remove("Authorization");
            request.Headers.TryAddWithoutValidation("Authorization", signed.Replace("Signature=", "Signature=0", StringComparison.Ordinal));
        });
        await using var objects = S3Objects.Open(url.Through(relay.Endpoint));
        var e = await Assert.ThrowsAsync<StoreException>(async () => await objects.GetAsync("k", 10, None));
        Assert.Equal(StoreFault.Denied, e.Fault);
        Assert.DoesNotContain(CephServer.SecretKey, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_ignores_conditions_is_refused_before_anything_is_recorded()
    {
        var url = await AwsPlaces.PrefixAsync((await MotoAsync()).Endpoint);
        await using var relay = await Relay.StartAsync(EndpointOf(url), request => request.Headers.IfNoneMatch.Clear());
        await using var builds = AwsPlaces.OpenBuilds(url.Through(relay.Endpoint));
        var e = await Assert.ThrowsAsync<StoreException>(async () => await builds.AppendAsync(Samples.Begun(Samples.Id), None));
        Assert.Equal(StoreFault.Unsuitable, e.Fault);
        await using var objects = S3Objects.Open(url);
        Assert.Empty(await objects.ListAsync("", "", None).ToListAsync(None));
    }

    [Fact]
    public async Task On_Ceph_a_versioned_bucket_is_refused()
    {
        var url = await CephPrefixAsync() with { Authority = "versioned" };
        await new S3Kind().CreateAsync(url, Surroundings.Context, None);
        using var client = new AmazonS3Client(new AmazonS3Config { ServiceURL = EndpointOf(url).ToString(), ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        var on = new S3BucketVersioningConfig { Status = VersionStatus.Enabled };
        await client.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = "versioned", VersioningConfig = on }, None);

        await using var builds = AwsPlaces.OpenBuilds(url);
        var e = await Assert.ThrowsAsync<StoreException>(async () => await builds.AppendAsync(Samples.Begun(Samples.Id), None));
        Assert.Equal(StoreFault.Unsuitable, e.Fault);
    }

    [Fact]
    public async Task A_put_whose_answer_was_lost_overwrites_nothing_when_it_is_repeated()
    {
        var url = await AwsPlaces.PrefixAsync((await MotoAsync()).Endpoint);
        await using var proxy = await FaultProxy.StartAsync(EndpointOf(url), Protocol.Aws, FaultPlan.InTurn(HttpFault.LostAnswer), None);
        await using var objects = S3Objects.Open(url.Through(proxy.Endpoint));
        Assert.Null(await objects.PutAsync("k", Content, PutCondition.Absent, None));
        Assert.Equal(Content, (await objects.GetAsync("k", 100, None))!.Content.ToArray());
    }

    [Theory]
    [InlineData(HttpFault.CutBefore)]
    [InlineData(HttpFault.HalfAnswer)]
    [InlineData(HttpFault.Busy)]
    [InlineData(HttpFault.ServerError)]
    public async Task A_read_that_failed_is_repeated(HttpFault fault)
    {
        var url = await AwsPlaces.PrefixAsync((await MotoAsync()).Endpoint);
        await using var proxy = await FaultProxy.StartAsync(EndpointOf(url), Protocol.Aws, FaultPlan.Quiet<HttpFault>(), None);
        await using var objects = S3Objects.Open(url.Through(proxy.Endpoint));
        await objects.PutAsync("k", Content, PutCondition.Absent, None);
        proxy.Plan = FaultPlan.InTurn(fault);
        Assert.Equal(Content, (await objects.GetAsync("k", 100, None))!.Content.ToArray());
        Assert.Equal(1, proxy.Counts[fault]);
    }

    [Fact]
    public async Task A_put_that_met_another_one_is_repeated_until_its_condition_decides()
    {
        const string conflict = "<Error><Code>ConditionalRequestConflict</Code><Message>A conflicting operation is running.</Message></Error>";
        var url = await AwsPlaces.PrefixAsync((await MotoAsync()).Endpoint);
        var puts = 0;
        await using var relay = await Relay.StartAsync(EndpointOf(url), (request, send) => ++puts % 3 != 0
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.Conflict) { Content = new StringContent(conflict) })
            : send());
        await using var objects = S3Objects.Open(url.Through(relay.Endpoint));
        Assert.NotNull(await objects.PutAsync("k", Content, PutCondition.Absent, None));
        Assert.Null(await objects.PutAsync("k", Content, PutCondition.Absent, None));
        Assert.Equal(6, puts);
    }

    [Fact]
    public async Task A_server_that_throttles_without_end_is_told_as_busy()
    {
        var url = await AwsPlaces.PrefixAsync((await MotoAsync()).Endpoint);
        await using var proxy = await FaultProxy.StartAsync(EndpointOf(url), Protocol.Aws, FaultPlan.ByRule<HttpFault>(_ => HttpFault.Busy), None);
        await using var objects = S3Objects.Open(url.Through(proxy.Endpoint));
        var e = await Assert.ThrowsAsync<StoreException>(async () => await objects.GetAsync("k", 10, None));
        Assert.Equal(StoreFault.Busy, e.Fault);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_within_half_a_minute()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var endpoint = $"?endpoint=http://{silent.LocalEndpoint}";
        await using var objects = S3Objects.Open(AwsPlaces.Url($"s3://builds{endpoint}"));
        await using var table = AwsPlaces.OpenBuilds(AwsPlaces.Url($"dynamodb://builds{endpoint}"));
        var begun = Stopwatch.GetTimestamp();
        var ends = await Task.WhenAll(
            Assert.ThrowsAsync<StoreException>(async () => await objects.GetAsync("k", 10, None)),
            Assert.ThrowsAsync<StoreException>(async () => await table.LoadAsync(Samples.Id, None)));
        Assert.All(ends, e => Assert.Equal(StoreFault.Unreachable, e.Fault));
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 45);
    }

    [Fact]
    public async Task Giving_up_ends_a_call_at_once()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var objects = S3Objects.Open(AwsPlaces.Url($"s3://builds?endpoint=http://{silent.LocalEndpoint}"));
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(None);
        var reading = objects.GetAsync("k", 10, giveUp.Token).AsTask();
        using var asked = await silent.AcceptTcpClientAsync(None);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task Setting_up_twice_changes_nothing()
    {
        var url = await CephPrefixAsync();
        var kind = new S3Kind();
        Assert.Equal(await kind.CreateAsync(url, Surroundings.Context, None), await kind.CreateAsync(url, Surroundings.Context, None));
    }

    [Theory]
    [InlineData("s3://UPPER")]
    [InlineData("s3://ab")]
    [InlineData("s3://bucket/a/../b")]
    [InlineData("s3://bucket?endpoint=nothing")]
    [InlineData("s3://bucket?region=some where")]
    [InlineData("s3://bucket?dialect=basque")]
    [InlineData("s3://bucket?profile=me")]
    public void A_url_that_is_none_is_refused_when_it_is_opened(string url) =>
        Assert.Throws<StoreUrlException>(() => S3Objects.Open(AwsPlaces.Url(url)));

    [Fact]
    public void A_worker_may_delete_nothing_but_probes_and_alerts()
    {
        var kind = new S3Kind();
        var url = AwsPlaces.Url("s3://bucket/team?region=eu-central-1");
        var policy = System.Text.Json.Nodes.JsonNode.Parse(kind.Policy(url, StoreRole.Worker))!["Statement"]!.AsArray();
        var deletes = Assert.Single(policy, s => s!["Action"]!.AsArray().Any(a => a!.GetValue<string>() == "s3:DeleteObject"))!;
        Assert.Equal(
            ["arn:aws:s3:::bucket/team/.pawl/probe-*", "arn:aws:s3:::bucket/team/.pawl/alerts/*"],
            deletes["Resource"]!.AsArray().Select(r => r!.GetValue<string>()));
        Assert.DoesNotContain("s3:PutObject", kind.Policy(url, StoreRole.Reader), StringComparison.Ordinal);
        Assert.Contains("\"arn:aws:s3:::bucket/team/*\"", kind.Policy(url, StoreRole.Administrator), StringComparison.Ordinal);
    }

    private static async Task<MotoServer> MotoAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        return await TestServers.MotoAsync();
    }

    private static async Task<StoreUrl> CephPrefixAsync()
    {
        ServersAnswer.SkipWithout(CephServer.Availability);
        return await AwsPlaces.PrefixAsync((await TestServers.CephAsync()).Endpoint);
    }

    private static Uri EndpointOf(StoreUrl url) => new(url.Setting("endpoint")!);
}
