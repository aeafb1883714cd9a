using System.Globalization;
using System.Security.Cryptography;
using Pawl.Servers.Processes;

namespace Pawl.Servers;

/// <summary>PostgreSQL in a new cluster, durable as it comes (fsync on), reached by TCP and a password alone.</summary>
public sealed class PostgresServer : TestServer
{
    private const string Versions = "/usr/lib/postgresql";

    private readonly ServerProcess _process;

    private PostgresServer(string folder, int port, string password, ServerProcess process) : base(folder, port) =>
        (Password, _process) = (password, process);

    public static string? Availability => Programs.Missing("PostgreSQL", Program("initdb"), Program("postgres"));

    /// <summary>A superuser of this cluster.</summary>
    public static string User => "pawl";

    /// <summary>Its password, made for this cluster.</summary>
    public string Password { get; }

    public override IReadOnlyList<int> ProcessIds => [_process.Id];

    public static ValueTask<PostgresServer> StartAsync(CancellationToken cancellationToken)
    {
        Need(Availability);
        return InFolderAsync("postgres", async folder =>
        {
            var user = RunAs.Unprivileged;
            var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
            var passwordFile = Path.Combine(folder, "password");
            await File.WriteAllTextAsync(passwordFile, password, cancellationToken);
            File.SetUnixFileMode(passwordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await user.OwnAsync(folder, cancellationToken);

            var data = Path.Combine(folder, "data");
            await ProgramRun.RunAsync("setpriv",
            [
                .. user.SetprivArguments, "--", Program("initdb"), "--pgdata", data, "--username", User, "--auth", "scram-sha-256",
                "--pwfile", passwordFile, "--encoding", "UTF8", "--no-locale", "--no-sync",
            ], cancellationToken);

            var port = FreePort.Next();
            var command = new ServerCommand("postgres", folder, Program("postgres"),
                ["-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200"])
            {
                User = user,
                // The one that also ends its children and frees its shared memory at once.
                EndSignal = "QUIT",
            };
            var process = await ServerProcess.StartAsync(command, TimeSpan.FromSeconds(60), async cancel =>
                (await ProgramRun.TryRunAsync(Program("pg_isready"), ["-h", "127.0.0.1", "-p", $"{port}"], cancel)).Code == 0, cancellationToken);
            return new PostgresServer(folder, port, password, process);
        });
    }

    /// <summary>An Npgsql connection string, for this server or a proxy before it.</summary>
    public string ConnectionString(string database = "postgres", int? port = null) =>
        $"Host=127.0.0.1;Port={port ?? Port};Username={User};Password={Password};Database={database}";

    /// <summary>The same as a URL: <c>postgres://user:password@host:port/database</c>.</summary>
    public Uri Url(string database = "postgres", int? port = null) => new($"postgres://{User}:{Password}@127.0.0.1:{port ?? Port}/{database}");

    private protected override ValueTask EndAsync() => _process.DisposeAsync();

    /// <summary>Debian keeps a folder for each major version, off the PATH: the newest one's program.</summary>
    private static string Program(string name)
    {
        var majors = Directory.Exists(Versions)
            ? Directory.EnumerateDirectories(Versions).Select(Path.GetFileName).Where(folder => int.TryParse(folder, out _)).ToList()
            : [];
        return Path.Combine(Versions, majors.MaxBy(major => int.Parse(major!, CultureInfo.InvariantCulture)) ?? "15", "bin", name);
    }
}
