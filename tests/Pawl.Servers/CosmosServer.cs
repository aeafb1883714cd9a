using System.Security.Cryptography.X509Certificates;
using Pawl.Servers.Processes;

namespace Pawl.Servers;

/// <summary>Azure Cosmos DB's REST API by cosmosdb-server, in memory, by HTTPS with a certificate of its own; two of its answers are put right
/// by <c>cosmosdb_mended.cjs</c>.</summary>
public sealed class CosmosServer : TestServer
{
    private readonly ServerProcess _process;

    private CosmosServer(string folder, int port, ServerProcess process) : base(folder, port) => _process = process;

    public static string? Availability => Programs.Missing("cosmosdb-server", "node", Path.Combine(Package, "package.json"));

    /// <summary>The key that Microsoft's emulator documents; this one accepts any.</summary>
    public static string AccountKey => "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

    /// <summary>The account's endpoint.</summary>
    public Uri Endpoint => new($"https://127.0.0.1:{Port}/");

    /// <summary>A file with its certificate, for programs that can be told what to trust, such as by <c>SSL_CERT_FILE</c>.</summary>
    public string CertificateFile => CertificateIn(Folder);

    public override IReadOnlyList<int> ProcessIds => [_process.Id];

    private static string Package => Path.Combine(Checkout.NodeModules, "@vercel", "cosmosdb-server");

    public static ValueTask<CosmosServer> StartAsync(CancellationToken cancellationToken)
    {
        Need(Availability);
        return InFolderAsync("cosmos", async folder =>
        {
            var port = FreePort.Next();
            var script = Path.Combine(Checkout.Root, "tests", "Pawl.Servers", "cosmosdb_mended.cjs");
            var command = new ServerCommand("cosmos", folder, "node", [script, Package, $"{port}", CertificateIn(folder), WriteCertificate(folder)]);
            var process = await ServerProcess.StartAsync(
                command, TimeSpan.FromSeconds(60), HttpQuestion.AnswersAt(new Uri($"https://127.0.0.1:{port}/")), cancellationToken);
            return new CosmosServer(folder, port, process);
        });
    }

    private protected override ValueTask EndAsync() => _process.DisposeAsync();

    private static string CertificateIn(string folder) => Path.Combine(folder, "certificate.pem");

    private static string WriteCertificate(string folder)
    {
        using var certificate = TestCertificate.Create();
        File.WriteAllText(CertificateIn(folder), certificate.ExportCertificatePem());
        var key = Path.Combine(folder, "key.pem");
        File.WriteAllText(key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return key;
    }
}
