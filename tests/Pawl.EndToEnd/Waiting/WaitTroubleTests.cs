using System.Diagnostics;
using Pawl.EndToEnd.Crashes;
using Pawl.Servers;
using Pawl.Servers.Faults;

namespace Pawl.EndToEnd.Waiting;

/// <summary>Waits whose store or system lets them down.</summary>
public sealed class WaitTroubleTests : WaitFixture
{
    private int _asked;

    [Fact]
    public async Task A_store_that_can_not_be_used_at_the_start_is_8() =>
        (await PawlAsync("wait", "web-42", "--state", "5", "--await-creation", "--store", "postgres://pawl@127.0.0.1:1/none")).IsRefused(8, "can't be reached");

    [Fact]
    public async Task A_store_that_goes_away_meanwhile_is_told_once_and_waited_for()
    {
        await using var proxy = await StandBetweenAsync();
        using var waiter = Begin("wait", "web-42", "--state", "5");
        await LooksAsync(waiter);
        await proxy.GoDownAsync();
        await UntilAsync(() => waiter.Error.Contains("still waiting", StringComparison.Ordinal), "no word of trouble");
        proxy.ComeBack();
        await DoneAsync("succeed", "web-42");

        Assert.Equal(0, await waiter.ExitAsync(Patience));
        Assert.Equal(1, waiter.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_made_anew_and_nobody_hears_of_it()
    {
        await using var proxy = await StandBetweenAsync();
        using var waiter = Begin("wait", "web-42", "--state", "5");
        await LooksAsync(waiter);
        proxy.CutAll();
        await DoneAsync("succeed", "web-42");

        Assert.Equal(0, await waiter.ExitAsync(Patience));
        Assert.Equal("", waiter.Error);
    }

    [Fact]
    public async Task A_system_that_lets_nobody_listen_is_told_once_and_builds_are_looked_at_instead()
    {
        const string without = "echo 0 >/proc/sys/user/max_inotify_instances && exec \"$0\" wait web-42 --state 5";
        Assert.SkipUnless(await MayUnshareAsync(), "this user may not make a user namespace, in which inotify can be switched off");
        await InitAsync("web-42");
        using var waiter = BeginByShell($"exec unshare --user --map-root-user sh -c '{without}' \"$pawl\"");
        await UntilAsync(() => waiter.HasExited || waiter.Error.Length > 0, "no word of trouble");
        await DoneAsync("succeed", "web-42");

        Assert.Equal(0, await waiter.ExitAsync(Patience));
        Assert.Contains("looked at every second", waiter.Error, StringComparison.Ordinal);
        Assert.Contains("fs.inotify.max_user_instances", waiter.Error, StringComparison.Ordinal);
        Assert.Equal(1, waiter.Error.Count(c => c == '\n'));
    }

    // Two connections are made with five messages each, the last being the question; what comes then are the next looks.
    private Task LooksAsync(PawlProcess waiter) => UntilAsync(() => waiter.HasExited || Volatile.Read(ref _asked) > 11, "it doesn't listen and look");

    // PostgreSQL behind a proxy, with a build in it.
    private async Task<TcpFaultProxy> StandBetweenAsync()
    {
        var place = await PlaceAsync("postgres");
        var port = (await TestServers.PostgresAsync()).Port;
        var proxy = TcpFaultProxy.Start(port, FaultPlan.ByRule<TcpFault>(what =>
        {
            if (what == "to server")
                Interlocked.Increment(ref _asked);
            return TcpFault.Pass;
        }));
        Variables["PAWL_STORE"] = place.Replace($":{port}/", $":{proxy.Port}/", StringComparison.Ordinal);
        await DoneAsync("store", "create");
        await InitAsync("web-42");
        proxy.CutAll();
        Volatile.Write(ref _asked, 0);
        return proxy;
    }

    private async Task<bool> MayUnshareAsync()
    {
        using var process = Process.Start(StartOf("unshare", ["--user", "--map-root-user", "sh", "-c", "echo 0 >/proc/sys/user/max_inotify_instances"]))!;
        await process.WaitForExitAsync(None);
        return process.ExitCode == 0;
    }
}
