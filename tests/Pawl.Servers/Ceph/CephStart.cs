using Pawl.Servers.Processes;

namespace Pawl.Servers.Ceph;

/// <summary>Brings up the four daemons, one after the other, each waiting for the one before it to answer.</summary>
internal sealed class CephStart(string folder, CancellationToken cancellationToken)
{
    private readonly List<ServerProcess> _processes = [];

    private string Configuration => Path.Combine(folder, "ceph.conf");

    private string Keyring => Path.Combine(folder, "keyring");

    /// <summary>The daemons started so far.</summary>
    public IReadOnlyList<ServerProcess> Processes => _processes;

    /// <summary>Starts them all and makes a user of the gateway.</summary>
    /// <returns>The gateway's port.</returns>
    public async Task<int> RunAsync(TimeSpan limit, string accessKey, string secretKey)
    {
        var (cluster, storage) = ($"{Guid.NewGuid()}", $"{Guid.NewGuid()}");
        var monitor = $"[v2:127.0.0.1:{FreePort.Next()},v1:127.0.0.1:{FreePort.Next()}]";
        var gateway = FreePort.Next();
        await File.WriteAllTextAsync(Configuration, CephConfiguration.For(folder, cluster, monitor, gateway), cancellationToken);
        foreach (var data in (string[])["mon", "mgr", "osd", "rgw"])
            Directory.CreateDirectory(Path.Combine(folder, data));
        await MakeKeysAsync();

        var map = Path.Combine(folder, "monmap");
        await RunAsync("monmaptool", "--create", "--addv", "a", monitor, "--fsid", cluster, map);
        await RunAsync("ceph-mon", "-c", Configuration, "--mkfs", "-i", "a", "--monmap", map, "--keyring", Keyring);
        await StartAsync("ceph-mon", ["-i", "a"], limit, cancel => SaysAsync("quorum", ["-s"], cancel));
        await StartAsync("ceph-mgr", ["-i", "x"], limit, _ => Task.FromResult(true));
        await RunAsync("ceph", "-c", Configuration, "osd", "new", storage);
        await RunAsync("ceph-osd", "-c", Configuration, "-i", "0", "--mkfs", "--osd-uuid", storage);
        await StartAsync("ceph-osd", ["-i", "0"], limit, cancel => SaysAsync("1 up", ["osd", "stat"], cancel));
        await StartAsync("radosgw", ["-n", "client.rgw"], limit, HttpQuestion.AnswersAt(new Uri($"http://127.0.0.1:{gateway}/")));
        await RunAsync("radosgw-admin", "-c", Configuration, "user", "create", "--uid=test", "--display-name=test",
            $"--access-key={accessKey}", $"--secret-key={secretKey}");
        return gateway;
    }

    // All keys are in the monitor's store from its making, so that none has to be brought in later.
    private async Task MakeKeysAsync()
    {
        await RunAsync("ceph-authtool", "--create-keyring", Keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *");
        foreach (var name in (string[])["client.admin", "client.rgw", "mgr.x", "osd.0"])
        {
            await RunAsync("ceph-authtool", Keyring, "--gen-key", "-n", name,
                "--cap", "mon", "allow *", "--cap", "osd", "allow *", "--cap", "mgr", "allow *", "--cap", "mds", "allow *");
        }
    }

    private async Task StartAsync(string program, string[] arguments, TimeSpan limit, Func<CancellationToken, Task<bool>> answers)
    {
        var command = new ServerCommand(program, folder, program, ["-f", "-c", Configuration, .. arguments]);
        _processes.Add(await ServerProcess.StartAsync(command, limit, answers, cancellationToken));
    }

    private async Task<bool> SaysAsync(string words, string[] question, CancellationToken cancel) =>
        (await ProgramRun.TryRunAsync("ceph", ["-c", Configuration, "--connect-timeout", "5", .. question], cancel))
        .Output.Contains(words, StringComparison.Ordinal);

    private Task<string> RunAsync(string program, params string[] arguments) => ProgramRun.RunAsync(program, arguments, cancellationToken);
}
