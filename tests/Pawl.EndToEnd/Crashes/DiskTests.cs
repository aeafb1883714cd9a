using Pawl.Builds;

namespace Pawl.EndToEnd.Crashes;

/// <summary>A store on a disk that is full, or may not be written.</summary>
public sealed class DiskTests : WorkerFixture
{
    private readonly Lazy<SmallDisk> _disk;

    public DiskTests() => _disk = new(() => SmallDisk.Mount(Path.Combine(Folder, "disk"), 2_048));

    private protected override string Store => Path.Combine(_disk.Value.Folder, "store");

    private SmallDisk Disk => _disk.Value;

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_disk.IsValueCreated)
            _disk.Value.Dispose();
        base.Dispose();
    }

    [Fact]
    public async Task A_result_that_finds_no_room_waits_for_it_and_the_task_is_not_run_again()
    {
        var build = Build("full", $"begin; {Disk.FillCommand}");
        using var worker = build.Run();
        await UntilAsync(() => worker.Out.Contains("no room left", StringComparison.Ordinal), "the full disk isn't told");
        Disk.MakeRoom();
        Assert.Equal(0, await worker.ExitAsync(Patience));
        Assert.Single(build.Pipeline.Journal.Begun);
        await build.CheckCompletedAsync();
    }

    [Fact]
    public async Task A_disk_that_stays_full_ends_the_run_with_8_and_a_later_run_goes_on()
    {
        var build = Build("full", $"begin; [ $PAWL_ATTEMPT != 1 ] || {Disk.FillCommand}");
        using (var worker = build.Run("--patience", "1s"))
        {
            Assert.Equal(8, await worker.ExitAsync(Patience));
            Assert.Matches("^pawl: no room left for \\S+/full.db; free some space and repeat: what was recorded before is safe\n$", worker.Error);
        }

        await build.Processes.GoneAsync(Patience);
        await RefusedAsync(build, "no room left", "resume", "full", "--patience", "0s");
        await RefusedAsync(build, "no room left", "meta", "set", "full", $"k={new string('v', 20_000)}");
        await build.ExpectAsync(5, "check", "full");
        await build.ExpectAsync(0, "list");
        Disk.MakeRoom();
        using var next = build.Resume();
        Assert.Equal(0, await next.ExitAsync(Patience));
        await build.CheckCompletedAsync();
    }

    [Fact]
    public async Task A_lease_that_finds_no_room_ends_the_task_and_not_the_build()
    {
        // Its lease can't be renewed while the disk is full, so the task is killed; once there is room it is tried again.
        var build = Build("full", $"begin; [ $PAWL_ATTEMPT != 1 ] || {{ {Disk.FillCommand}; sleep 1000; }}");
        using var worker = build.Run("--lease", "1s");
        await UntilAsync(() => worker.Out.Contains("no room left", StringComparison.Ordinal), "the full disk isn't told");
        Disk.MakeRoom();
        Assert.Equal(0, await worker.ExitAsync(Patience));
        Assert.Equal(2, build.Pipeline.Journal.Begun.Count());
        var history = await build.HistoryAsync();
        Assert.DoesNotContain(history, happened => happened is BuildEvent.Failed);
        Assert.Contains(history, happened => happened is BuildEvent.Interrupted);
        await build.CheckCompletedAsync();
    }

    [Fact]
    public async Task A_build_that_begins_on_a_full_disk_is_refused_with_8_and_begins_later()
    {
        var build = Build("full", "begin");
        Disk.Fill();
        using (var worker = build.Run("--patience", "0s"))
        {
            Assert.Equal(8, await worker.ExitAsync(Patience));
            Assert.Equal(1, worker.Error.Count(c => c == '\n'));
        }

        Disk.MakeRoom();
        using var next = build.Run();
        Assert.Equal(0, await next.ExitAsync(Patience));
        await build.CheckCompletedAsync();
    }

    [Fact]
    public async Task A_store_that_may_not_be_written_can_be_read_and_refuses_changes_with_8()
    {
        var build = Build("frozen", "begin; [ -e go ]");
        using (var worker = build.Run())
        {
            await UntilAsync(() => worker.HasExited, "it goes on");
            Assert.Equal(5, worker.ExitCode);
        }

        Disk.MakeReadOnly();
        await build.ExpectAsync(0, "status", "frozen");
        await build.ExpectAsync(0, "history", "frozen");
        await build.ExpectAsync(0, "list");
        await build.ExpectAsync(0, "audit", "verify");
        await build.ExpectAsync(5, "check", "frozen");
        await RefusedAsync(build, "can't be written", "retry", "frozen", "--reason", "r");
        await RefusedAsync(build, "can't be written", "start", "frozen");
        await RefusedAsync(build, "can't be written", "meta", "set", "frozen", "k=v");
        await RefusedAsync(build, "can't be", "run", build.Pipeline.File, "--build-id", "another");
    }

    private static async Task RefusedAsync(TinyBuild build, string told, params string[] arguments)
    {
        using var pawl = build.Start(arguments);
        Assert.Equal(8, await pawl.ExitAsync(Patience));
        Assert.StartsWith("pawl: ", pawl.Error, StringComparison.Ordinal);
        Assert.Contains(told, pawl.Error, StringComparison.Ordinal);
        Assert.Equal(1, pawl.Error.Count(c => c == '\n'));
    }
}
