using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>One worker's hand on a store: loads builds, takes foreign changes over, and appends what a function of the state decides.</summary>
public sealed class BuildLog(IBuildStore store, TimeProvider time, Worker worker)
{
    private const int Tries = 8;

    /// <summary>The store.</summary>
    public IBuildStore Store => store;

    /// <summary>Who makes the changes.</summary>
    public Worker Worker => worker;

    /// <summary>This moment, and this worker.</summary>
    public Occasion Now => new(time.GetUtcNow(), worker);

    /// <summary>Reads a build that must exist. A foreign change is shown in the state, and taken over by the next change.</summary>
    /// <exception cref="NoSuchBuildException">It doesn't exist.</exception>
    public async ValueTask<BuildState> LoadAsync(BuildId id, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        return Begin(stored).After is { Exists: true } state ? state : throw new NoSuchBuildException(id, store.Location);
    }

    /// <summary>Makes one change to a build as it stands now. <paramref name="decide"/> gets the change to add its events to.</summary>
    /// <returns>The state after it.</returns>
    /// <exception cref="BuildChangedException">Someone else changed the build in between.</exception>
    public async ValueTask<BuildState> ChangeAsync(BuildId id, Func<Change, Change> decide, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        var change = decide(Begin(stored));
        return await TryAppendAsync(change, cancellationToken).ConfigureAwait(false)
            ? change.After
            : throw new BuildChangedException(id);
    }

    /// <summary>Like <see cref="ChangeAsync"/>, for a decision that is right on any later state too: it is made again after a conflict.</summary>
    /// <exception cref="BuildChangedException">Others changed the build again and again.</exception>
    public async ValueTask<BuildState> ChangeRepeatedlyAsync(BuildId id, Func<Change, Change> decide, CancellationToken cancellationToken)
    {
        for (var left = Tries; left > 0; left--)
        {
            var stored = await store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            var change = decide(Begin(stored));
            if (await TryAppendAsync(change, cancellationToken).ConfigureAwait(false))
                return change.After;
        }

        throw new BuildChangedException(id);
    }

    /// <summary>Takes over what another program changed, if it did, so that it becomes history and whoever reads that is told.</summary>
    /// <returns>The build's state, which may be <see cref="BuildState.None"/>.</returns>
    /// <exception cref="BuildChangedException">Others changed the build again and again.</exception>
    public async ValueTask<BuildState> AdoptAsync(BuildId id, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        return stored.Foreign is null
            ? stored.State
            : await ChangeRepeatedlyAsync(id, change => change, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Appends a change that was made on a state known to the caller; false when the build has moved on.</summary>
    public async ValueTask<bool> TryAppendAsync(Change change, CancellationToken cancellationToken) =>
        change.Events.IsEmpty
        || await store.AppendAsync(change, cancellationToken).ConfigureAwait(false) == AppendResult.Appended;

    /// <summary>Begins a change of a build as it was loaded; a foreign change is taken over first.</summary>
    public Change Begin(StoredBuild stored)
    {
        var change = Change.To(stored.State, Now);
        return stored.Foreign is { } foreign ? change.Adopt(foreign) : change;
    }
}
