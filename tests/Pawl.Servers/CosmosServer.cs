using Pawl.Servers.Processes;

namespace Pawl.Servers;

/// <summary>Azure Cosmos DB's SQL API by cosmosdb-server, in memory, by HTTPS with a self-signed certificate.</summary>
public sealed class CosmosServer : TestServer
{
    private readonly ServerProcess _process;

    private CosmosServer(string folder, int port, ServerProcess process) : base(folder, port) => _process = process;

    public static string? Availability => Programs.Missing("cosmosdb-server", "node", Script);

    /// <summary>The key that Microsoft's emulator documents; this one accepts any.</summary>
    public static string AccountKey => "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

    /// <summary>The account's endpoint: for the SDK's gateway mode, limited to this endpoint.</summary>
    public Uri Endpoint => new($"https://127.0.0.1:{Port}/");

    public override IReadOnlyList<int> ProcessIds => [_process.Id];

    private static string Script => Path.Combine(Checkout.NodeModules, "@vercel", "cosmosdb-server", "lib", "cli.js");

    public static ValueTask<CosmosServer> StartAsync(CancellationToken cancellationToken)
    {
        Need(Availability);
        return InFolderAsync("cosmos", async folder =>
        {
            var port = FreePort.Next();
            var command = new ServerCommand("cosmos", folder, "node", [Script, "--host", "127.0.0.1", "--port", $"{port}"]);
            var process = await ServerProcess.StartAsync(
                command, TimeSpan.FromSeconds(60), HttpQuestion.AnswersAt(new Uri($"https://127.0.0.1:{port}/")), cancellationToken);
            return new CosmosServer(folder, port, process);
        });
    }

    private protected override ValueTask EndAsync() => _process.DisposeAsync();
}
