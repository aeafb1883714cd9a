using Microsoft.Extensions.Time.Testing;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Stores;
using Pawl.Stores.Backups;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Tests.Backups;

/// <summary>A live store and its backup, in folders of their own, and a clock that stands still until it is moved.</summary>
public abstract class BackupFixture : IAsyncLifetime
{
    /// <summary>A Wednesday.</summary>
    protected static readonly DateTimeOffset Begin = new(2026, 9, 2, 12, 0, 0, TimeSpan.Zero);

    protected static readonly Worker Me = new("me@here");

    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-backup-").FullName;

    protected BackupFixture()
    {
        Live = OpenStore("live");
        Backup = new BackupPlace(OpenObjects("backup"), new KeyShelf("live", () => OpenObjects("live")), Context);
    }

    protected static CancellationToken None => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(Begin) { AutoAdvanceAmount = TimeSpan.Zero };

    /// <summary>Stores wait a moment before they write what can wait: by the real clock.</summary>
    protected StoreContext Context { get; } = new(TimeProvider.System, _ => { });

    protected IBuildStore Live { get; }

    protected BackupPlace Backup { get; }

    protected BuildLog Log => new(Live, Time, Me);

    /// <summary>The live store's tombstones.</summary>
    protected TombstonePlace Tombstones => new(OpenObjects("live"));

    /// <summary>Erases from the live store; nobody signs.</summary>
    protected Burial Burial => new(Log, Tombstones, key: null);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Live.DisposeAsync();
        await Backup.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string name) => Path.Combine(_folder, name);

    protected DirectoryObjects OpenObjects(string name) => DirectoryObjects.Open(PathOf(name));

    protected IBuildStore OpenStore(string name) => new ObjectBuildStore(OpenObjects(name), Context);

    /// <summary>The history's file of a weekly snapshot.</summary>
    protected string PathOf(SnapshotName name) => Path.Combine(PathOf("backup"), name.Key);

    protected static BuildId Id(string text) => BuildId.Parse(text);

    protected Task<BuildState> CreateAsync(string id) => ChangeAsync(id, change => change.Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None));

    protected async Task<BuildState> ChangeAsync(string id, Func<Change, Change> decide) => await Log.ChangeAsync(Id(id), decide, None);

    protected Task<BuildState> SucceedAsync(string id) => ChangeAsync(id, change => change.Succeed(change.After.Current));

    protected async Task CompleteAsync(string id)
    {
        for (var build = await CreateAsync(id); build.Status != BuildStatus.Completed;)
            build = await SucceedAsync(id);
    }

    /// <summary>One pass, as a process of its own makes it; nothing may go wrong.</summary>
    protected async Task<BackupCount> PassAsync()
    {
        var (count, faults) = await PassWithFaultsAsync();
        Assert.Empty(faults);
        return count;
    }

    protected async Task<(BackupCount Count, IReadOnlyList<BackupFault> Faults)> PassWithFaultsAsync()
    {
        var count = new BackupCount();
        var faults = new System.Collections.Concurrent.ConcurrentBag<BackupFault>();
        await new ContinuousBackup(Live, Backup, Time, Me).RunAsync(count, faults.Add, None);
        return (count, [.. faults]);
    }

    protected static async Task<BuildState> LoadAsync(IBuildStore store, string id) => (await store.LoadAsync(Id(id), None)).State;
}
