using System.Diagnostics;
using Pawl.Servers.Processes;

namespace Pawl.Servers;

/// <summary>S3, DynamoDB, KMS and IAM by moto, in memory, one request at a time. Any credentials are accepted.</summary>
public sealed class MotoServer : TestServer
{
    private const string FindPython = "import importlib.util as u, sys; print(sys.executable if u.find_spec('moto') and u.find_spec('flask') else '')";

    // The interpreter itself and not a launcher of it on the PATH, so that the process's id is the server's.
    private static readonly Lazy<string> Python = new(AskPython);

    private readonly ServerProcess _process;

    private MotoServer(string folder, int port, ServerProcess process) : base(folder, port) => _process = process;

    public static string? Availability =>
        Python.Value.Length > 0 ? null : "moto needs a python3 that has it: python3 -m pip install 'moto[server]'";

    /// <summary>The endpoint of all its services; buckets stand in the path.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{Port}/");

    public override IReadOnlyList<int> ProcessIds => [_process.Id];

    public static ValueTask<MotoServer> StartAsync(CancellationToken cancellationToken)
    {
        Need(Availability);
        return InFolderAsync("moto", async folder =>
        {
            var port = FreePort.Next();
            var script = Path.Combine(Checkout.Root, "tests", "Pawl.Servers", "moto_serial.py");
            var command = new ServerCommand("moto", folder, Python.Value, [script, $"{port}"]);
            var process = await ServerProcess.StartAsync(
                command, TimeSpan.FromSeconds(60), HttpQuestion.AnswersAt(new Uri($"http://127.0.0.1:{port}/moto-api/")), cancellationToken);
            return new MotoServer(folder, port, process);
        });
    }

    private protected override ValueTask EndAsync() => _process.DisposeAsync();

    private static string AskPython()
    {
        if (Programs.Missing("moto", "python3") is not null)
            return "";
        using var process = Process.Start(new ProcessStartInfo("python3", ["-c", FindPython]) { RedirectStandardOutput = true })!;
        var answer = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return answer;
    }
}
