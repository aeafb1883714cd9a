using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Stores.Objects;

namespace Pawl.Stores.Backups;

/// <summary>A backup: an ordinary store that follows another one, with weekly snapshots and its own settings beside.</summary>
public sealed class BackupPlace : IAsyncDisposable
{
    private readonly IObjectStore _objects;

    /// <summary>Makes a backup of objects; disposes of them in the end.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="live">Where the live store keeps the keys of sealed builds: the backup gets them before their events.</param>
    /// <param name="context">The world around.</param>
    public BackupPlace(IObjectStore objects, KeyShelf live, StoreContext context)
    {
        ArgumentNullException.ThrowIfNull(objects);
        _objects = objects;
        Keys = new KeyShelf(objects.Location, () => objects);
        Builds = KeyCarryingStore.Over(new ObjectBuildStore(objects, context), live, Keys, KeyAfterErasure.Kept);
        Weekly = new WeeklySnapshots(objects);
        Records = new BackupRecords(objects);
    }

    /// <summary>The keys of sealed builds.</summary>
    public KeyShelf Keys { get; }

    /// <summary>The continuous part: every event of every build.</summary>
    public IBuildStore Builds { get; }

    /// <summary>The weekly snapshots.</summary>
    public WeeklySnapshots Weekly { get; }

    /// <summary>What the backup keeps about itself.</summary>
    public BackupRecords Records { get; }

    /// <summary>Where it is, for people.</summary>
    public string Location => Builds.Location;

    /// <summary>The ids of all builds of the continuous part, those that can't be read among them.</summary>
    /// <exception cref="StoreException">The backup can't be used.</exception>
    public IAsyncEnumerable<BuildId> ListIdsAsync(CancellationToken cancellationToken) => Builds.ListAllIdsAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Builds.DisposeAsync();
}
