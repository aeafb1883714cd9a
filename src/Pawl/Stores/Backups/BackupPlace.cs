using Pawl.Builds;
using Pawl.Stores.Objects;

namespace Pawl.Stores.Backups;

/// <summary>A backup: an ordinary store that follows another one, with weekly snapshots and its own settings beside.</summary>
public sealed class BackupPlace : IAsyncDisposable
{
    private readonly IObjectStore _objects;

    /// <summary>Makes a backup of objects; disposes of them in the end.</summary>
    public BackupPlace(IObjectStore objects, StoreContext context)
    {
        _objects = objects;
        Builds = new ObjectBuildStore(objects, context);
        Weekly = new WeeklySnapshots(objects);
        Records = new BackupRecords(objects);
    }

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
