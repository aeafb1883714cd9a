using Pawl.Servers.Processes;

namespace Pawl.Servers;

/// <summary>Azure Blob Storage by Azurite, in memory, without telemetry.</summary>
public sealed class AzuriteServer : TestServer
{
    private readonly ServerProcess _process;

    private AzuriteServer(string folder, int port, ServerProcess process) : base(folder, port) => _process = process;

    public static string? Availability => Programs.Missing("Azurite", "node", Script);

    /// <summary>The account that every Azurite has.</summary>
    public static string AccountName => "devstoreaccount1";

    /// <summary>That account's key, published in Azurite's documentation.</summary>
    public static string AccountKey => "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The account's blob endpoint.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{Port}/{AccountName}");

    public string ConnectionString => ConnectionStringAt(Endpoint);

    public override IReadOnlyList<int> ProcessIds => [_process.Id];

    private static string Script => Path.Combine(Checkout.NodeModules, "azurite", "dist", "src", "blob", "main.js");

    public static ValueTask<AzuriteServer> StartAsync(CancellationToken cancellationToken)
    {
        Need(Availability);
        return InFolderAsync("azurite", async folder =>
        {
            var port = FreePort.Next();
            var command = new ServerCommand("azurite", folder, "node",
            [
                Script, "--blobHost", "127.0.0.1", "--blobPort", $"{port}",
                "--inMemoryPersistence", "--skipApiVersionCheck", "--silent", "--disableTelemetry",
            ]);
            var process = await ServerProcess.StartAsync(
                command, TimeSpan.FromSeconds(60), HttpQuestion.AnswersAt(new Uri($"http://127.0.0.1:{port}/")), cancellationToken);
            return new AzuriteServer(folder, port, process);
        });
    }

    /// <summary>The connection string for another address of the same server, such as a proxy before it.</summary>
    public static string ConnectionStringAt(Uri blobEndpoint) =>
        $"DefaultEndpointsProtocol={blobEndpoint.Scheme};AccountName={AccountName};AccountKey={AccountKey};BlobEndpoint={blobEndpoint};";

    private protected override ValueTask EndAsync() => _process.DisposeAsync();
}
