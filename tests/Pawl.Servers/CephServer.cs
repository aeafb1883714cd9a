using Pawl.Servers.Ceph;
using Pawl.Servers.Processes;

namespace Pawl.Servers;

/// <summary>
/// S3 by a real object store: Ceph of one node (monitor, manager, storage in memory) and its gateway. It wants AWSSDK's request and
/// response checksums only where required.
/// </summary>
public sealed class CephServer : TestServer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly IReadOnlyList<ServerProcess> _processes;
    private readonly string _folder;

    private CephServer(string folder, int port, IReadOnlyList<ServerProcess> processes) : base(folder, port) =>
        (_processes, _folder) = (processes, folder);

    public static string? Availability => Programs.Missing(
        "Ceph", "ceph", "ceph-mon", "ceph-mgr", "ceph-osd", "radosgw", "radosgw-admin", "ceph-authtool", "monmaptool");

    public static string AccessKey => "testkey";

    public static string SecretKey => "testsecret";

    /// <summary>The S3 endpoint; buckets stand in the path.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{Port}/");

    public override IReadOnlyList<int> ProcessIds => [.. _processes.Select(process => process.Id)];

    public static ValueTask<CephServer> StartAsync(CancellationToken cancellationToken)
    {
        Need(Availability);
        return InFolderAsync("ceph", async folder =>
        {
            var start = new CephStart(folder, cancellationToken);
            try
            {
                var port = await start.RunAsync(Limit, AccessKey, SecretKey);
                return new CephServer(folder, port, start.Processes);
            }
            catch
            {
                await EndAsync(start.Processes);
                throw;
            }
        });
    }

    /// <summary>Makes a user who may do nothing in the buckets of others; its keys are its name and <see cref="SecretKey"/>.</summary>
    public Task AddUserAsync(string name, CancellationToken cancellationToken) => ProgramRun.RunAsync(
        "radosgw-admin",
        ["-c", Path.Combine(_folder, "ceph.conf"), "user", "create", $"--uid={name}", $"--display-name={name}", $"--access-key={name}", $"--secret-key={SecretKey}"],
        cancellationToken);

    private protected override ValueTask EndAsync() => EndAsync(_processes);

    private static async ValueTask EndAsync(IReadOnlyList<ServerProcess> processes)
    {
        foreach (var process in processes.Reverse())
            await process.DisposeAsync();
    }
}
