using System.Diagnostics;
using Pawl.Builds;
using Pawl.Running;
using Xunit;

namespace Pawl.Tests.Running;

public sealed class ProcessIdentityReaderTests
{
    private static ProcessIdentity Own => ProcessIdentityReader.Current()!;

    [Fact]
    public void A_process_names_itself_the_same_each_time()
    {
        Assert.Equal(Own, Own);
        Assert.Equal(Environment.ProcessId, Own.ProcessId);
        Assert.True(Own.StartTicks > 0);
    }

    [Fact]
    public void A_living_process_is_not_dead() => Assert.False(Dead(Own));

    [Fact]
    public void Another_process_with_the_same_number_does_not_count() => Assert.True(Dead(Own with { StartTicks = Own.StartTicks - 1 }));

    [Fact]
    public void Of_another_machine_boot_or_container_nothing_is_known() =>
        Assert.False(Dead(Own with { Machine = "other", StartTicks = Own.StartTicks - 1 }));

    [Fact]
    public void Of_a_worker_without_a_process_nothing_is_known() => Assert.False(ProcessIdentityReader.IsKnownDead(new Worker("someone")));

    [Fact]
    public async Task A_process_that_was_killed_is_dead()
    {
        using var process = Process.Start("sleep", "1000");
        var ticks = long.Parse((await File.ReadAllTextAsync($"/proc/{process.Id}/stat", TestContext.Current.CancellationToken)).Split(' ')[21], null);
        var identity = Own with { ProcessId = process.Id, StartTicks = ticks };
        Assert.False(Dead(identity));
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(Dead(identity));
    }

    [Fact]
    public async Task A_process_that_waits_to_be_reaped_is_dead()
    {
        // The shell turns into a program that never asks for its child; only then the child may end, or the shell would reap it.
        var start = new ProcessStartInfo("sh", ["-c", "exec 3<&0; cat <&3 & echo $!; exec sleep 1000"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var parent = Process.Start(start)!;
        try
        {
            var child = int.Parse((await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!, null);
            while (await File.ReadAllTextAsync($"/proc/{parent.Id}/comm", TestContext.Current.CancellationToken) != "sleep\n")
                await Task.Yield();
            parent.StandardInput.Close();
            string[] fields;
            do
                fields = (await File.ReadAllTextAsync($"/proc/{child}/stat", TestContext.Current.CancellationToken)).Split(' ');
            while (fields[2] != "Z");
            Assert.True(Dead(Own with { ProcessId = child, StartTicks = long.Parse(fields[21], null) }));
        }
        finally
        {
            parent.Kill();
        }
    }

    private static bool Dead(ProcessIdentity identity) => ProcessIdentityReader.IsKnownDead(new Worker("worker", identity));
}
