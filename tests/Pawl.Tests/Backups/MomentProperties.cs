using Pawl.Builds;
using Pawl.Stores.Backups;
using Pawl.Stores.Copying;
using Xunit;

namespace Pawl.Tests.Backups;

/// <summary>What is restored at a moment is what was seen at that moment.</summary>
public sealed class MomentProperties : BackupFixture
{
    private const int Steps = 160;
    private const int Moments = 200;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_build_restored_at_a_random_moment_is_what_was_seen_then(int seed)
    {
        var fleet = await PlayAsync(seed);
        var moments = new Moments(Backup);

        for (var i = 0; i < Moments; i++)
        {
            var at = fleet.Moment();
            foreach (var id in fleet.Ids)
                AssertSame(fleet.At(id, at), (await moments.FindAsync(id, at, None)).State);
            var one = fleet.Any();
            await using var into = OpenStore($"into-{i}");
            await new RestoreElsewhere(moments, into, Effect.Real).RunAsync(one, at, None);
            AssertSame(fleet.At(one, at), (await into.LoadAsync(one, None)).State);
        }
    }

    [Fact]
    public async Task A_build_restored_in_place_is_what_was_seen_then_but_for_what_counts_on()
    {
        var fleet = await PlayAsync(3);
        Time.Advance(TimeSpan.FromHours(1));

        for (var i = 0; i < 60; i++)
        {
            var (at, id) = (fleet.Moment(), fleet.Any());
            var before = (await Live.LoadAsync(id, None)).State;
            var restored = await new RestoreInPlace(Log, Backup, Time, new RestoreOrder(at, "test", NewerBuilds.Leave, Effect.Real), Burial).RunAsync(id, None);
            var now = (await Live.LoadAsync(id, None)).State;
            var then = fleet.At(id, at);
            if (!then.Exists)
            {
                Assert.Equal(RestoreResult.Newer, restored.Result);
                AssertSame(before, now);
                continue;
            }

            AssertSame(then with { Attempt = null, Lease = null, Version = now.Version, Head = now.Head, LastUpdate = now.LastUpdate, Attempts = now.Attempts, LastToken = now.LastToken, Hold = now.Hold, ErasedUpTo = now.ErasedUpTo },
                now with { Attempt = null, Lease = null });
            Assert.True(now.LastToken >= before.LastToken);
            Assert.True(restored.Result == RestoreResult.Same || (await Backup.Builds.LoadAsync(id, None)).State.Version >= before.Version);
            Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Weekly_snapshots_alone_know_every_moment_of_the_weeks_before_them()
    {
        var fleet = await PlayAsync(4);
        Time.Advance(TimeSpan.FromDays(7));
        Assert.True((await PassAsync()).Snapshots > 0);
        foreach (var id in fleet.Ids)
            Assert.True(await Backup.Builds.EraseAsync(id, (await Backup.Builds.LoadAsync(id, None)).State.Version, None));

        for (var i = 0; i < Moments; i++)
        {
            var at = fleet.Moment();
            foreach (var id in fleet.Ids)
                AssertSame(fleet.At(id, at), (await new Moments(Backup).FindAsync(id, at, None)).State);
        }
    }

    // Passes are made at any time: by one process that remembers, and by new ones.
    private async Task<RandomFleet> PlayAsync(int seed)
    {
        var fleet = new RandomFleet(Live, Time, seed);
        var following = new ContinuousBackup(Live, Backup, Time, Me);
        for (var step = 0; step < Steps; step++)
        {
            await fleet.StepAsync(None);
            if (step % 9 == 0)
                await following.RunAsync(new BackupCount(), fault => Assert.Fail(fault.Message), None);
            if (step % 41 == 0)
                await PassAsync();
        }

        await following.RunAsync(new BackupCount(), fault => Assert.Fail(fault.Message), None);
        return fleet;
    }

    private static void AssertSame(BuildState expected, BuildState actual)
    {
        Assert.Equal(expected.Version, actual.Version);
        Assert.True(CopyVerification.IsSame(expected, actual), $"build {expected.Id} at version {expected.Version} is another");
    }
}
