using System.Diagnostics;
using Pawl.Builds;
using Pawl.EndToEnd.Processes;
using Pawl.EndToEnd.Verbs;
using Pawl.Sqlite;
using Pawl.Stores;

namespace Pawl.EndToEnd.Crashes;

/// <summary>A pass that is killed wherever it stands: no build is gone without a tombstone, and later passes end what it began.</summary>
public sealed class KilledPruneTests : CommandFixture
{
    private const int Builds = 60;
    private const int Kills = 5;

    private string Tombstones => Path.Combine(Store, ".pawl", "tombstones");

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_build_goes_without_a_tombstone_and_the_next_pass_goes_on()
    {
        await FailManyAsync();
        for (var kill = 1; kill <= Kills; kill++)
        {
            await KillAtAsync(kill * Builds / (Kills + 1));
            Assert.Empty(All().Except(await PresentAsync()).Except(Buried()));
        }

        Assert.NotEmpty(await PresentAsync());
        await DoneAsync("prune", "--status", "failed", "--older-than", "0s", "--without-backup");
        Assert.Empty(await PresentAsync());
        Assert.Equal(All(), (await DoneAsync("audit", "tombstones", "--json")).Json.EnumerateArray().Select(one => one.GetProperty("buildId").GetString()!));
    }

    private static IEnumerable<string> All() => Enumerable.Range(100, Builds).Select(n => $"web-{n}");

    // A file may be left that holds no build any more.
    private async Task<List<string>> PresentAsync()
    {
        await using var store = SqliteBuildStore.Open(Store, new SqliteOptions());
        return await store.ListAsync(new BuildQuery(), None).Select(build => build.Id.Value).ToListAsync(None);
    }

    private IEnumerable<string> Buried() => Directory.Exists(Tombstones) ? Directory.GetFiles(Tombstones, "0*.json", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)) : [];

    private async Task FailManyAsync()
    {
        await using var store = SqliteBuildStore.Open(Store, new SqliteOptions { Durability = SqliteDurability.Normal });
        var log = new BuildLog(store, TimeProvider.System, new Worker("me@here"));
        foreach (var id in All().Select(BuildId.Parse))
            await log.ChangeAsync(id, change => change.Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None)
                .Fail(StateCode.First, new Failure("x", FailureCategory.Persistent, "test", null)), None);
    }

    // Its own files tell how far it is.
    private async Task KillAtAsync(int buried)
    {
        using var process = Process.Start(StartOf(Programs.Pawl, ["prune", "--status", "failed", "--older-than", "0s", "--without-backup"]))!;
        while (!process.HasExited && Buried().Count() < buried)
            await Task.Yield();
        Assert.False(process.HasExited, "it ended before it could be killed");
        process.Kill();
        await process.WaitForExitAsync(None);
    }
}
