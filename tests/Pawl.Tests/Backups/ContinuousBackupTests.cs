using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Stores;
using Pawl.Stores.Backups;
using Pawl.Stores.Copying;
using Xunit;

namespace Pawl.Tests.Backups;

public sealed class ContinuousBackupTests : BackupFixture
{
    [Fact]
    public async Task A_pass_brings_only_what_is_new()
    {
        await CreateAsync("web-1");
        await CreateAsync("web-2");
        Assert.Equal((2, 2), Brought(await PassAsync()));
        Time.Advance(TimeSpan.FromMinutes(1));
        await SucceedAsync("web-2");
        Assert.Equal((1, 1), Brought(await PassAsync()));
        Assert.Equal((0, 0), Brought(await PassAsync()));
    }

    [Fact]
    public async Task A_second_event_of_the_same_millisecond_is_not_missed()
    {
        var following = new ContinuousBackup(Live, Backup, Time, Me);
        await CreateAsync("web-1");
        await following.RunAsync(new BackupCount(), Fail, None);
        await SucceedAsync("web-1");
        await following.RunAsync(new BackupCount(), Fail, None);
        Assert.Equal(2, (await LoadAsync(Backup.Builds, "web-1")).Version.Value);

        await SucceedAsync("web-1");
        await PassAsync();
        Assert.Equal(3, (await LoadAsync(Backup.Builds, "web-1")).Version.Value);
    }

    [Fact]
    public async Task A_pass_cut_off_anywhere_leaves_a_beginning_and_the_next_goes_on()
    {
        for (var build = 0; build < 3; build++)
        {
            await CreateAsync($"web-{build}");
            for (var i = 0; i < 70; i++)
                await ChangeAsync($"web-{build}", change => change.SetMetadata("k", $"{i}"));
            Time.Advance(TimeSpan.FromDays(8));
        }

        var random = new Random(7);
        var (cuts, calls) = (0, 0);
        while (!await TryPassAsync(calls += random.Next(1, 5)))
        {
            Assert.True(++cuts < 100, "it gets no further");
            await foreach (var id in Backup.ListIdsAsync(None))
                await AssertBeginningAsync(id);
        }

        Assert.True(cuts > 5, $"only {cuts} cuts");
        for (var build = 0; build < 3; build++)
            Assert.Null(await CopyVerification.FindDifferenceAsync(Id($"web-{build}"), Live, Backup.Builds, None));
        Assert.Equal(3, await Backup.Weekly.ListAsync(None).CountAsync(None));
    }

    [Fact]
    public async Task Another_build_of_the_same_id_is_told_of_once_and_overwrites_nothing()
    {
        await CreateAsync("web-1");
        await SucceedAsync("web-1");
        await PassAsync();
        var kept = await LoadAsync(Backup.Builds, "web-1");
        Assert.True(await Live.EraseAsync(Id("web-1"), new BuildVersion(2), None));
        Time.Advance(TimeSpan.FromMinutes(1));
        await CreateAsync("web-1");
        await CreateAsync("web-2");

        var faults = new List<BackupFault>();
        var following = new ContinuousBackup(Live, Backup, Time, Me);
        await following.RunAsync(new BackupCount(), faults.Add, None);
        await following.RunAsync(new BackupCount(), faults.Add, None);

        var fault = Assert.Single(faults);
        Assert.IsType<BuildDivergedException>(fault.Cause);
        Assert.Contains("nothing of it was overwritten", fault.Message, StringComparison.Ordinal);
        Assert.True(CopyVerification.IsSame(kept, await LoadAsync(Backup.Builds, "web-1")));
        Assert.True((await LoadAsync(Backup.Builds, "web-2")).Exists);
    }

    [Fact]
    public async Task A_damaged_build_of_the_backup_keeps_no_other_from_being_brought()
    {
        await CreateAsync("web-1");
        await PassAsync();
        await File.WriteAllTextAsync(Path.Combine(PathOf("backup"), ".pawl/builds/web-1.json"), "{", None);
        await CreateAsync("web-2");

        var (count, faults) = await PassWithFaultsAsync();

        Assert.Equal((1, 1), Brought(count));
        Assert.Equal(StoreFault.Corrupt, Assert.IsType<StoreException>(Assert.Single(faults).Cause).Fault);
    }

    private async Task<bool> TryPassAsync(int calls)
    {
        using var stop = new CancellationTokenSource();
        await using var place = new BackupPlace(new CutOffObjects(OpenObjects("backup"), calls, stop), new KeyShelf("live", () => OpenObjects("live")), Context);
        try
        {
            await new ContinuousBackup(Live, place, Time, Me).RunAsync(new BackupCount(), Fail, stop.Token);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task AssertBeginningAsync(BuildId id)
    {
        var there = (await Backup.Builds.LoadAsync(id, None)).State;
        if (there.Exists)
            Assert.True(await SharedEnd.IsSameAsync(RecordedHistory.Of(Live, id), RecordedHistory.Of(Backup.Builds, id), there.Version, None));
    }

    private static (int Builds, long Events) Brought(BackupCount count) => (count.Builds, count.Events);

    private static void Fail(BackupFault fault) => Assert.Fail(fault.Message);
}
