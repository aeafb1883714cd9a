using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pawl.Servers;
using Pawl.Servers.Faults;
using Xunit;

namespace Pawl.Conformance.Servers;

/// <summary>Each server that tests of stores need starts and does what they need of it.</summary>
public sealed class ServersAnswer
{
    private const string S3Credentials =
        "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";

    private static readonly HttpClient Client = new();

    [Fact]
    public async Task Moto_creates_an_object_once_also_when_the_request_comes_twice()
    {
        SkipWithout(MotoServer.Availability);
        var moto = await TestServers.MotoAsync();
        await using var proxy = await FaultProxy.StartAsync(
            moto.Endpoint, Protocol.Aws, FaultPlan.Quiet<HttpFault>(), TestContext.Current.CancellationToken);
        var bucket = new Uri(proxy.Endpoint, "servers-answer");
        var key = new Uri($"{bucket}/a%20key");
        Assert.Equal(HttpStatusCode.OK, await SendToS3Async(HttpMethod.Put, bucket));
        Assert.Equal(HttpStatusCode.OK, await SendToS3Async(HttpMethod.Put, key, "*"));
        Assert.Equal(HttpStatusCode.NoContent, await SendToS3Async(HttpMethod.Delete, key));
        proxy.Plan = FaultPlan.InTurn(HttpFault.Doubled);
        Assert.Equal(HttpStatusCode.PreconditionFailed, await SendToS3Async(HttpMethod.Put, key, "*"));
        Assert.Equal(HttpStatusCode.OK, await SendToS3Async(HttpMethod.Get, key));
    }

    [Fact]
    public async Task Azurite_wants_its_accounts_key()
    {
        SkipWithout(AzuriteServer.Availability);
        var azurite = await TestServers.AzuriteAsync();
        using var answer = await Client.GetAsync(new Uri($"{azurite.Endpoint}?comp=list"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Azurite-Blob", answer.Headers.GetValues("Server").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cosmos_describes_its_account_through_a_proxy_whose_certificate_can_be_trusted()
    {
        SkipWithout(CosmosServer.Availability);
        var cosmos = await TestServers.CosmosAsync();
        await using var proxy = await FaultProxy.StartAsync(
            cosmos.Endpoint, Protocol.Cosmos, FaultPlan.Quiet<HttpFault>(), TestContext.Current.CancellationToken);
        using var trusting = TrustingClient.For(proxy.CertificatePem);
        Assert.Contains("readableLocations", await trusting.GetStringAsync(proxy.Endpoint, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgres_is_durable_and_answers_by_password()
    {
        SkipWithout(PostgresServer.Availability);
        var postgres = await TestServers.PostgresAsync();
        using var psql = Process.Start(new ProcessStartInfo("psql", ["-At", "-c", "show fsync", $"{postgres.Url()}"]) { RedirectStandardOutput = true })!;
        Assert.Equal("on\n", await psql.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Redis_refuses_while_it_is_down_and_comes_back_on_the_same_port()
    {
        SkipWithout(RedisServer.Availability);
        await using var redis = await RedisServer.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal("+OK\r\n", await AskRedisAsync(redis.Port, "SET key value"));
        await redis.GoDownAsync();
        await Assert.ThrowsAsync<SocketException>(() => AskRedisAsync(redis.Port, "GET key"));
        await redis.ComeBackAsync(TestContext.Current.CancellationToken);
        Assert.Equal("$-1\r\n", await AskRedisAsync(redis.Port, "GET key"));
    }

    [Fact]
    public async Task Ceph_lists_its_buckets()
    {
        SkipWithout(CephServer.Availability);
        var ceph = await TestServers.CephAsync();
        Assert.Contains("ListAllMyBucketsResult", await Client.GetStringAsync(ceph.Endpoint, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_server_ends_with_the_process_that_started_it_also_when_that_is_killed()
    {
        SkipWithout(RedisServer.Availability);
        using var starter = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Pawl.Servers"), ["redis"]) { RedirectStandardOutput = true })!;
        var words = (await starter.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!.Split(' ');
        using var redis = Process.GetProcessById(int.Parse(words[2], null));
        Assert.Equal("+PONG\r\n", await AskRedisAsync(int.Parse(words[1], null), "PING"));
        starter.Kill();
        await redis.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<SocketException>(() => AskRedisAsync(int.Parse(words[1], null), "PING"));
    }

    internal static void SkipWithout(string? availability) => Assert.SkipWhen(availability is not null, availability ?? "");

    internal static async Task<string> AskRedisAsync(int port, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"), TestContext.Current.CancellationToken);
        var answer = new byte[100];
        var length = await client.GetStream().ReadAsync(answer, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(answer, 0, length);
    }

    private static async Task<HttpStatusCode> SendToS3Async(HttpMethod method, Uri address, string ifNoneMatch = "")
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Authorization", S3Credentials);
        if (ifNoneMatch.Length > 0)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        using var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
