using Pawl.Builds;
using Pawl.Sealing;

namespace Pawl.Stores.Backups;

/// <summary>The keys of sealed builds of which a pass over a backup removed something: those that open nothing any more are destroyed in the end.</summary>
internal sealed class UnusedKeys(BackupPlace backup)
{
    private readonly HashSet<KeyPlace> _doubtful = [];

    /// <summary>Something of a build was removed.</summary>
    public void Add(BuildId id, Seal seal)
    {
        if (!seal.IsNone)
            _doubtful.Add(new KeyPlace(id, seal.KeyName));
    }

    /// <summary>A snapshot is about to be removed.</summary>
    public void Add(WeeklySnapshot snapshot)
    {
        try
        {
            if (snapshot.Events().FirstOrDefault() is BuildEvent.Created created)
                Add(snapshot.Name.Build, created.Seal);
        }
        catch (StoreException e) when (e.Fault == StoreFault.Corrupt)
        {
            // Its key stays: a key too many is no harm to what is kept.
        }
    }

    /// <summary>Destroys the keys of builds of which neither events nor a snapshot are left.</summary>
    /// <exception cref="StoreException">The backup can't be used.</exception>
    public async ValueTask DestroyAsync(CancellationToken cancellationToken)
    {
        if (_doubtful.Count == 0)
            return;
        var held = await backup.Weekly.ListAsync(cancellationToken).Select(name => name.Build).ToHashSetAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var place in _doubtful.Where(place => !held.Contains(place.Build)))
        {
            var there = (await backup.Builds.LoadAsync(place.Build, cancellationToken).ConfigureAwait(false)).State;
            if (there.Seal.KeyName != place.Name)
                await backup.Keys.DeleteAsync(place, cancellationToken).ConfigureAwait(false);
        }

        _doubtful.Clear();
    }
}
