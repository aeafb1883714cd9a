using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Pawl.Servers.Processes;

namespace Pawl.Servers.Alerts;

/// <summary>How a mail server behaves.</summary>
public sealed record SmtpBehaviour
{
    /// <summary><c>none</c>, <c>starttls</c> or <c>implicit</c>.</summary>
    public string Tls { get; init; } = "none";

    /// <summary>The password that it wants; empty for none.</summary>
    public string Password { get; init; } = "";

    /// <summary>How often it drops a connection, from 0 to 1, at each of three moments.</summary>
    public double Drop { get; init; }

    /// <summary>The code with which it refuses each mail; 0 to take them.</summary>
    public int Refuse { get; init; }

    /// <summary>A file with its certificate, and one with the key; empty for one that is made up.</summary>
    public (string Certificate, string Key) Pem { get; init; } = ("", "");
}

/// <summary>A mail that a server took.</summary>
public sealed record ReceivedMail(IReadOnlyList<string> To, bool Secure, string Text);

/// <summary>A mail server by npm's smtp-server.</summary>
public sealed class SmtpReceiver : TestServer
{
    private readonly ServerProcess _process;
    private readonly string _mails;

    private SmtpReceiver(string folder, int port, ServerProcess process) : base(folder, port) => (_process, _mails) = (process, MailsIn(folder));

    public static string? Availability => Programs.Missing("the mail server", "node", Path.Combine(Checkout.NodeModules, "smtp-server", "package.json"));

    /// <summary>What it took, in order.</summary>
    public IReadOnlyList<ReceivedMail> Got => File.Exists(_mails) ? [.. File.ReadLines(_mails).Select(Read)] : [];

    public override IReadOnlyList<int> ProcessIds => [_process.Id];

    public static ValueTask<SmtpReceiver> StartAsync(SmtpBehaviour behaviour, CancellationToken cancellationToken)
    {
        Need(Availability);
        return InFolderAsync("smtp", async folder =>
        {
            var port = FreePort.Next();
            var script = Path.Combine(Checkout.Root, "tests", "Pawl.Servers", "Alerts", "smtp_receiver.js");
            var command = new ServerCommand("smtp", folder, "node", [script, Settings(behaviour, port, folder)])
            {
                Environment = new Dictionary<string, string> { ["NODE_PATH"] = Checkout.NodeModules },
            };
            var process = await ServerProcess.StartAsync(command, TimeSpan.FromSeconds(60), token => ListensAsync(port, token), cancellationToken);
            return new SmtpReceiver(folder, port, process);
        });
    }

    private protected override ValueTask EndAsync() => _process.DisposeAsync();

    private static string MailsIn(string folder) => Path.Combine(folder, "mails.jsonl");

    private static string Settings(SmtpBehaviour behaviour, int port, string folder)
    {
        var (certificate, key) = behaviour.Pem;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {"port": {{port}}, "mails": "{{MailsIn(folder)}}", "tls": "{{behaviour.Tls}}", "password": "{{behaviour.Password}}",
             "drop": {{behaviour.Drop}}, "seed": 7, "refuse": {{behaviour.Refuse}}, "cert": "{{certificate}}", "key": "{{key}}"}
            """);
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return true;
    }

    private static ReceivedMail Read(string line)
    {
        using var mail = JsonDocument.Parse(line);
        var root = mail.RootElement;
        return new ReceivedMail([.. root.GetProperty("to").EnumerateArray().Select(to => to.GetString()!)], root.GetProperty("secure").GetBoolean(), root.GetProperty("text").GetString()!);
    }
}
