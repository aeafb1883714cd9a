using System.Diagnostics;
using System.Net.Sockets;
using Pawl.Servers;
using Pawl.Servers.Faults;
using Xunit;

namespace Pawl.Conformance.Servers;

/// <summary>The proxy before TCP servers does what its plan says, shown on a real Redis.</summary>
public sealed class TcpFaultProxyTests : IAsyncLifetime
{
    private readonly string _key = $"{Guid.NewGuid():N}";
    private RedisServer _redis = null!;
    private TcpFaultProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(RedisServer.Availability);
        _redis = await TestServers.RedisAsync();
        _proxy = TcpFaultProxy.Start(_redis.Port, FaultPlan.Quiet<TcpFault>());
    }

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    [Fact]
    public async Task What_passes_is_answered()
    {
        Assert.Equal(":1\r\n", await AskAsync());
        Assert.Equal((1, 0), (_proxy.Accepted, _proxy.Counts.Faults));
    }

    [Fact]
    public async Task What_is_cut_before_never_arrives()
    {
        _proxy.Plan = FaultPlan.InTurn(TcpFault.CutBefore);
        await AssertCutAsync();
        Assert.Equal(":1\r\n", await AskAsync());
        Assert.Equal((1, 1), (_proxy.Cut, _proxy.Counts[TcpFault.CutBefore]));
    }

    [Fact]
    public async Task What_is_cut_after_arrives_and_its_answer_is_lost()
    {
        _proxy.Plan = FaultPlan.InTurn(TcpFault.CutAfter);
        await AssertCutAsync();
        Assert.Equal(":2\r\n", await AskAsync());
    }

    [Fact]
    public async Task What_is_delayed_is_answered_late()
    {
        _proxy.Plan = FaultPlan.InTurn(TcpFault.Delayed);
        var watch = Stopwatch.StartNew();
        Assert.Equal(":1\r\n", await AskAsync());
        // Timers and the stopwatch don't tick together.
        Assert.InRange(watch.Elapsed, _proxy.Delay * 0.9, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task While_it_is_down_connections_are_cut_and_refused()
    {
        using var open = new TcpClient();
        await open.ConnectAsync("127.0.0.1", _proxy.Port, TestContext.Current.CancellationToken);
        await open.GetStream().WriteAsync("PING\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        var answer = new byte[7];
        await open.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken);

        await _proxy.GoDownAsync();
        await Assert.ThrowsAsync<IOException>(async () => await open.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken));
        var refused = await Assert.ThrowsAsync<SocketException>(AskAsync);
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        _proxy.ComeBack();
        Assert.Equal(":1\r\n", await AskAsync());
    }

    private Task<string> AskAsync() => ServersAnswer.AskRedisAsync(_proxy.Port, $"INCR {_key}");

    private async Task AssertCutAsync()
    {
        var cut = await Assert.ThrowsAsync<IOException>(AskAsync);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(cut.InnerException).SocketErrorCode);
    }
}
