namespace Pawl.Servers;

/// <summary>
/// The servers that a test process shares: each is started when it is first asked for, and all end with the process. As an xunit
/// assembly fixture, <c>[assembly: AssemblyFixture(typeof(TestServers))]</c>, they end when the last test has.
/// </summary>
public sealed class TestServers : IAsyncDisposable
{
    private static readonly Shared<MotoServer> SharedMoto = new(MotoServer.StartAsync);
    private static readonly Shared<AzuriteServer> SharedAzurite = new(AzuriteServer.StartAsync);
    private static readonly Shared<CosmosServer> SharedCosmos = new(CosmosServer.StartAsync);
    private static readonly Shared<PostgresServer> SharedPostgres = new(PostgresServer.StartAsync);
    private static readonly Shared<RedisServer> SharedRedis = new(RedisServer.StartAsync);
    private static readonly Shared<CephServer> SharedCeph = new(CephServer.StartAsync);

    public static Task<MotoServer> MotoAsync() => SharedMoto.GetAsync();

    public static Task<AzuriteServer> AzuriteAsync() => SharedAzurite.GetAsync();

    public static Task<CosmosServer> CosmosAsync() => SharedCosmos.GetAsync();

    public static Task<PostgresServer> PostgresAsync() => SharedPostgres.GetAsync();

    public static Task<RedisServer> RedisAsync() => SharedRedis.GetAsync();

    public static Task<CephServer> CephAsync() => SharedCeph.GetAsync();

    public async ValueTask DisposeAsync()
    {
        await SharedMoto.EndAsync();
        await SharedAzurite.EndAsync();
        await SharedCosmos.EndAsync();
        await SharedPostgres.EndAsync();
        await SharedRedis.EndAsync();
        await SharedCeph.EndAsync();
    }

    private sealed class Shared<T>(Func<CancellationToken, ValueTask<T>> start) where T : TestServer
    {
        // One test that is cancelled must not take the server from the others, so the start is nobody's to cancel; it has its own limit.
        private readonly Lazy<Task<T>> _server = new(() => start(CancellationToken.None).AsTask());

        public Task<T> GetAsync() => _server.Value;

        public async ValueTask EndAsync()
        {
            if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                await (await _server.Value).DisposeAsync();
        }
    }
}
