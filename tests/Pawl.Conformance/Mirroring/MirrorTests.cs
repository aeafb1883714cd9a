using Microsoft.Extensions.Time.Testing;
using Pawl.Builds;
using Pawl.Sqlite;
using Pawl.Stores;
using Pawl.Stores.Copying;
using Pawl.Stores.Mirroring;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance.Mirroring;

/// <summary>Two machines, each with SQLite files of its own, and one mirror.</summary>
public sealed class MirrorTests : IDisposable
{
    private static readonly BuildId Id = BuildId.Parse("web-42");
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private readonly string _root = Directory.CreateTempSubdirectory("pawl-mirror-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly List<string> _warnings = [];

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private string MirrorFolder => Path.Combine(_root, "mirror");

    private string Target => $"dir://{MirrorFolder}";

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_change_follows_to_the_mirror()
    {
        await using (var store = Open("a"))
            await BeginAsync(store);
        await AssertSameAsync("a", versions: 3);
    }

    [Fact]
    public async Task A_mirror_that_is_down_fails_no_build_and_gets_everything_later()
    {
        await using (var store = Open("a"))
            await BeginAsync(store);
        TakeDown();
        await using (var store = Open("a"))
        {
            Assert.Equal(3, (await Log(store, "a").ChangeAsync(Id, c => c.SetMetadata("k", "v").Succeed(StateCode.First), None)).Version.Value - 2);
            var row = Assert.Single(await store.ReadMirrorsAsync(Id, None));
            Assert.Equal((5, 3), (row.Owed.Value, row.Shipped.Value));
        }

        Assert.Contains("the mirror is behind", Assert.Single(_warnings), StringComparison.Ordinal);
        BringBack();
        await using (var store = Open("a"))
            Assert.Equal(1, await store.SyncAsync(null, (_, _) => { }, None));
        await AssertSameAsync("a", versions: 5);
    }

    [Fact]
    public async Task What_is_owed_is_shipped_by_any_later_command_also_one_that_knows_no_mirror()
    {
        TakeDown();
        await using (var store = Open("a"))
            await BeginAsync(store);
        BringBack();
        _time.Advance(TimeSpan.FromMinutes(6));
        await using (var store = Open("a", mirror: null))
            await store.LoadAsync(Id, None);
        await AssertSameAsync("a", versions: 3);
    }

    [Fact]
    public async Task Another_machine_goes_on_from_the_mirror()
    {
        await using (var store = Open("a"))
        {
            await BeginAsync(store);
            await Log(store, "a").ChangeAsync(Id, c => c.Release(), None);
        }

        await using (var other = Open("b"))
        {
            var log = Log(other, "b");
            Assert.Equal(4, (await log.LoadAsync(Id, None)).Version.Value);
            await log.ChangeAsync(Id, c => c.Claim(Lease, _ => false).Start(StateCode.First), None);
            await log.ChangeAsync(Id, c => c.Succeed(StateCode.First).Release(), None);
        }

        await using (var store = Open("a"))
            Assert.Equal((8, 5), ((await Log(store, "a").LoadAsync(Id, None)) is var s ? ((int)s.Version.Value, s.Current.Value) : default));
        await AssertSameAsync("a", versions: 8);
        await AssertSameAsync("b", versions: 8);
    }

    [Fact]
    public async Task Workers_on_two_machines_exclude_each_other()
    {
        await using var here = Open("a");
        await using var there = Open("b");
        await BeginAsync(here);
        await Assert.ThrowsAsync<BuildHeldException>(async () => await Log(there, "b").ChangeAsync(Id, c => c.Claim(Lease, _ => false), None));

        // Renewed by its holder, it is live for everybody, however long ago it was claimed.
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.True(await here.RenewLeaseAsync(Id, 1, _time.GetUtcNow() + Lease, None));
        _time.Advance(TimeSpan.FromSeconds(15));
        await Assert.ThrowsAsync<BuildHeldException>(async () => await Log(there, "b").ChangeAsync(Id, c => c.Claim(Lease, _ => false), None));

        // Run out, it can be taken over, and its holder finds out with its next word.
        _time.Advance(TimeSpan.FromSeconds(15));
        await Log(there, "b").ChangeAsync(Id, c => c.Claim(Lease, _ => false), None);
        Assert.False(await here.RenewLeaseAsync(Id, 1, _time.GetUtcNow() + Lease, None));
    }

    [Fact]
    public async Task Of_workers_on_many_machines_that_claim_at_once_one_wins()
    {
        await using (var store = Open("a"))
        {
            await BeginAsync(store);
            await Log(store, "a").ChangeAsync(Id, c => c.Release(), None);
        }

        var machines = Enumerable.Range(0, 6).Select(i => $"m{i}").ToArray();
        var stores = machines.Select(m => Open(m)).ToArray();
        await Task.WhenAll(stores.Select((s, i) => Log(s, machines[i]).LoadAsync(Id, None).AsTask()));
        var won = await Task.WhenAll(stores.Select((store, i) => Task.Run(
            async () =>
            {
                try
                {
                    await Log(store, machines[i]).ChangeRepeatedlyAsync(Id, c => c.Claim(Lease, _ => false), None);
                    return true;
                }
                catch (BuildHeldException)
                {
                    return false;
                }
            },
            None)));
        Assert.Single(won, true);
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Copies_that_both_went_on_are_refused_and_one_can_be_chosen()
    {
        await DivergeAsync();
        await using (var here = Open("a"))
        {
            await here.SyncAsync(null, (_, row) => Assert.True(row.IsDiverged), None);
            var refused = await Assert.ThrowsAsync<BuildDivergedException>(async () => await Log(here, "a").ChangeAsync(Id, c => c.SetMetadata("more", "1"), None));
            Assert.Contains("version 5 in", refused.Message, StringComparison.Ordinal);
            Assert.Contains("version 6 in", refused.Message, StringComparison.Ordinal);
        }

        _time.Advance(TimeSpan.FromHours(1));
        var aside = Path.Combine(_root, "aside");
        await using (var local = OpenLocal("a"))
        await using (var mirror = OpenMirror(Target))
        {
            var file = await new MirrorChoice(local, mirror, Target, aside, new Occasion(_time.GetUtcNow(), new Worker("me"))).KeepAsync(Id, CopyKept.Mirror, "b was right", None);
            var lines = await File.ReadAllLinesAsync(file, None);
            Assert.Equal(1 + 5, lines.Length);
            Assert.Contains("b was right", lines[0], StringComparison.Ordinal);
        }

        await AssertSameAsync("a", versions: 6);
        await using (var here = Open("a"))
            Assert.Equal(7, (await Log(here, "a").ChangeAsync(Id, c => c.SetMetadata("more", "1"), None)).Version.Value);
        await AssertSameAsync("a", versions: 7);
    }

    [Fact]
    public async Task The_copy_on_this_machine_can_be_chosen_too()
    {
        await DivergeAsync();
        _time.Advance(TimeSpan.FromHours(1));
        await using (var local = OpenLocal("a"))
        await using (var mirror = OpenMirror(Target))
            await new MirrorChoice(local, mirror, Target, Path.Combine(_root, "aside"), new Occasion(_time.GetUtcNow(), new Worker("me"))).KeepAsync(Id, CopyKept.Local, "a was right", None);
        await AssertSameAsync("a", versions: 5);
    }

    [Fact]
    public async Task A_claim_that_a_crash_left_in_the_mirror_alone_is_pulled()
    {
        await using (var store = Open("a"))
            await BeginAsync(store);
        await using (var local = OpenLocal("a"))
        await using (var mirror = OpenMirror(Target))
        {
            var state = (await local.LoadAsync(Id, None)).State;
            var claim = Change.To(state, new Occasion(_time.GetUtcNow(), new Worker("a"))).Claim(Lease, _ => false);
            var row = Assert.Single(await local.ReadOutboxAsync(Id, None));
            await local.WriteOutboxAsync(Id, row with { Doubt = claim.After.Version }, None);
            await mirror.AppendAsync(claim, None);
        }

        await using (var store = Open("a"))
            Assert.Equal(5, (await Log(store, "a").ChangeAsync(Id, c => c.SetMetadata("k", "v"), None)).Version.Value);
        await AssertSameAsync("a", versions: 5);
    }

    [Fact]
    public async Task An_id_that_another_machine_used_cannot_be_begun_again()
    {
        await using (var store = Open("a"))
            await BeginAsync(store);
        await using var other = Open("b");
        await Assert.ThrowsAsync<TransitionRefusedException>(async () => await BeginAsync(other, "b"));
    }

    // Machine a goes on while the mirror is down; machine b takes the build over, from what the mirror has.
    private async Task DivergeAsync()
    {
        await using (var store = Open("a"))
            await BeginAsync(store);
        TakeDown();
        await using (var store = Open("a"))
            await Log(store, "a").ChangeAsync(Id, c => c.Start(StateCode.First).SetMetadata("from", "a"), None);
        BringBack();
        _time.Advance(TimeSpan.FromMinutes(10));
        await using (var other = Open("b"))
        {
            await Log(other, "b").ChangeAsync(Id, c => c.Claim(Lease, _ => false), None);
            await Log(other, "b").ChangeAsync(Id, c => c.Start(StateCode.First).SetMetadata("from", "b"), None);
        }
    }

    private async Task BeginAsync(MirroredBuildStore store, string machine = "a")
    {
        await Log(store, machine).ChangeAsync(Id, c => c.Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None), None);
        await Log(store, machine).ChangeAsync(Id, c => c.SetMetadata("begun", machine), None);
        await Log(store, machine).ChangeAsync(Id, c => c.Claim(Lease, _ => false), None);
    }

    private BuildLog Log(IBuildStore store, string machine) => new(store, _time, new Worker(machine));

    private MirroredBuildStore Open(string machine) => Open(machine, Target);

    private MirroredBuildStore Open(string machine, string? mirror) =>
        new(OpenLocal(machine), mirror, OpenMirror, new Worker(machine), new StoreContext(_time, _warnings.Add));

    private SqliteBuildStore OpenLocal(string machine) =>
        SqliteBuildStore.Open(Path.Combine(_root, machine), new SqliteOptions { Durability = SqliteDurability.Normal });

    private ObjectBuildStore OpenMirror(string url) => new(DirectoryObjects.Open(url["dir://".Length..]), Surroundings.Context);

    // A file where the folder was: nothing can be read or written there.
    private void TakeDown()
    {
        if (Directory.Exists(MirrorFolder))
            Directory.Move(MirrorFolder, MirrorFolder + ".away");
        File.WriteAllText(MirrorFolder, "");
    }

    private void BringBack()
    {
        File.Delete(MirrorFolder);
        if (Directory.Exists(MirrorFolder + ".away"))
            Directory.Move(MirrorFolder + ".away", MirrorFolder);
    }

    private async Task AssertSameAsync(string machine, int versions)
    {
        await using var local = OpenLocal(machine);
        await using var mirror = OpenMirror(Target);
        Assert.Equal(versions, (await local.LoadAsync(Id, None)).State.Version.Value);
        Assert.Null(await CopyVerification.FindDifferenceAsync(Id, local, mirror, None));
    }
}
