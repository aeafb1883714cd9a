using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Backups;
using Pawl.Stores.Copying;
using Xunit;

namespace Pawl.Tests.Backups;

public sealed class RestoreTests : BackupFixture
{
    [Fact]
    public async Task A_build_that_a_worker_holds_is_not_restored_in_place()
    {
        await CreateAsync("web-1");
        Time.Advance(TimeSpan.FromHours(1));
        await new BuildLog(Live, Time, new Worker("another")).ChangeAsync(Id("web-1"), change => change.Claim(TimeSpan.FromMinutes(5), _ => true), None);

        await Assert.ThrowsAsync<BuildHeldException>(() => InPlaceAsync("web-1", Begin));
        Assert.Equal(2, (await LoadAsync(Live, "web-1")).Version.Value);
    }

    [Fact]
    public async Task The_present_is_in_the_backup_before_anything_changes()
    {
        await CreateAsync("web-1");
        Time.Advance(TimeSpan.FromHours(1));
        var present = await SucceedAsync("web-1");

        Assert.Equal(RestoreResult.Restored, (await InPlaceAsync("web-1", Begin)).Result);
        Assert.True(CopyVerification.IsSame(present, await LoadAsync(Backup.Builds, "web-1")));
        Assert.Equal((StateCode.From(0), 3L), ((await LoadAsync(Live, "web-1")).Current, (await LoadAsync(Live, "web-1")).Version.Value));
        Assert.Equal(RestoreResult.Same, (await InPlaceAsync("web-1", Begin)).Result);
    }

    [Fact]
    public async Task A_build_whose_present_can_not_be_saved_is_left_alone()
    {
        await CreateAsync("web-1");
        await PassAsync();
        await Live.EraseAsync(Id("web-1"), new BuildVersion(1), None);
        await CreateAsync("web-1");
        Time.Advance(TimeSpan.FromHours(1));
        await SucceedAsync("web-1");

        await Assert.ThrowsAsync<BuildDivergedException>(() => InPlaceAsync("web-1", Begin));
        Assert.Equal(2, (await LoadAsync(Live, "web-1")).Version.Value);
    }

    [Fact]
    public async Task A_build_that_was_erased_since_comes_back_as_it_was()
    {
        await CreateAsync("web-1");
        Time.Advance(TimeSpan.FromHours(1));
        await SucceedAsync("web-1");
        await PassAsync();
        await Live.EraseAsync(Id("web-1"), new BuildVersion(2), None);

        await InPlaceAsync("web-1", Begin);

        Assert.Equal(1, (await LoadAsync(Live, "web-1")).Version.Value);
    }

    [Fact]
    public async Task A_build_that_began_later_is_left_or_erased_once_the_backup_holds_it()
    {
        Time.Advance(TimeSpan.FromHours(1));
        await CreateAsync("web-1");

        Assert.Equal(RestoreResult.Newer, (await InPlaceAsync("web-1", Begin)).Result);
        Assert.True((await LoadAsync(Live, "web-1")).Exists);
        Assert.Equal(RestoreResult.Erased, (await InPlaceAsync("web-1", Begin, NewerBuilds.Erase)).Result);
        Assert.False((await LoadAsync(Live, "web-1")).Exists);
        Assert.True((await LoadAsync(Backup.Builds, "web-1")).Exists);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_does_nothing()
    {
        await CreateAsync("web-1");
        Time.Advance(TimeSpan.FromHours(1));
        await SucceedAsync("web-1");
        await CreateAsync("web-2");

        foreach (var id in (string[])["web-1", "web-2"])
        {
            var said = await InPlaceAsync(id, Begin, NewerBuilds.Erase, Effect.Dry);
            Assert.Equal(2, await Live.ListAsync(new BuildQuery(), None).CountAsync(None));
            Assert.Empty(await Backup.ListIdsAsync(None).Where(build => build == Id(id)).ToListAsync(None));
            var done = await InPlaceAsync(id, Begin, NewerBuilds.Erase);
            Assert.Equal((said.Result, said.Message), (done.Result, done.Message));
        }
    }

    [Fact]
    public async Task Another_place_that_holds_another_history_is_refused_and_keeps_it()
    {
        await CreateAsync("web-1");
        await SucceedAsync("web-1");
        await PassAsync();
        await using var into = OpenStore("into");
        await new BuildLog(into, Time, Me).ChangeAsync(Id("web-1"), change => change.Create(Label.Parse("gcp"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None), None);

        await Assert.ThrowsAsync<TransitionRefusedException>(async () => await new RestoreElsewhere(new Moments(Backup), into, Effect.Real).RunAsync(Id("web-1"), Begin, None));
        Assert.Equal((Label.Parse("gcp"), 1L), ((await LoadAsync(into, "web-1")).Provider, (await LoadAsync(into, "web-1")).Version.Value));
    }

    [Fact]
    public async Task A_moment_before_everything_says_so_and_writes_nothing()
    {
        await CreateAsync("web-1");
        await PassAsync();
        await using var into = OpenStore("into");

        var restored = await new RestoreElsewhere(new Moments(Backup), into, Effect.Real).RunAsync(Id("web-1"), Begin.AddMilliseconds(-1), None);

        Assert.Equal(RestoreResult.Unknown, restored.Result);
        Assert.Equal(0, await into.ListAsync(new BuildQuery(), None).CountAsync(None));
    }

    private async Task<RestoredBuild> InPlaceAsync(string id, DateTimeOffset at, NewerBuilds newer = NewerBuilds.Leave, Effect effect = Effect.Real) =>
        await new RestoreInPlace(Log, Backup, Time, new RestoreOrder(at, "test", newer, effect), Burial).RunAsync(Id(id), None);
}
