using System.Runtime.CompilerServices;
using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>Builds as objects in a folder, a bucket, a container. The objects under <c>history/</c> are the truth: an append creates the one
/// after the last, and only one writer can. <c>state.json</c> follows it; a reader repairs one that a crash left behind.</summary>
public sealed class ObjectBuildStore : IAuditableStore, IRecallingStore
{
    private readonly IObjectStore _objects;
    private readonly KnownBuilds _known = new();
    private readonly BuildFinder _finder;
    private readonly LeaseObjects _leases;
    private readonly StateWriter _states;
    private readonly ConditionalPutProbe _probe;
    private readonly StoreContext _context;

    /// <summary>Makes builds of objects; disposes of them in the end.</summary>
    public ObjectBuildStore(IObjectStore objects, StoreContext context)
    {
        _objects = objects;
        _context = context;
        _finder = new BuildFinder(objects, _known);
        _leases = new LeaseObjects(objects);
        _states = new StateWriter(this, objects, context);
        _probe = new ConditionalPutProbe(objects);
    }

    /// <inheritdoc/>
    public string Location => _objects.Location;

    /// <inheritdoc/>
    public async ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } known)
            return new StoredBuild(BuildState.None(id));
        return new StoredBuild(await _leases.ApplyAsync(known, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken)
    {
        var known = change.Before.Exists
            ? await FindForAppendAsync(change, cancellationToken).ConfigureAwait(false)
            : await BeginAsync(change, cancellationToken).ConfigureAwait(false);
        if (known is null)
            return AppendResult.Conflict;
        var first = change.Before.Version.Next;
        if (known.State.Version == change.Before.Version && await TryCreateAsync(known, first, HistoryObject.Write(change), cancellationToken).ConfigureAwait(false))
        {
            var after = _known.Keep(known with { LastAppend = first, State = change.After });
            _states.Follow(after, change);
            return AppendResult.Appended;
        }

        return await HoldsAlreadyAsync(change, cancellationToken).ConfigureAwait(false) ? AppendResult.Appended : AppendResult.Conflict;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildEvent> ReadHistoryAsync(
        BuildId id, BuildVersion after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await _finder.FindIndexAsync(id, cancellationToken).ConfigureAwait(false) is not { } index)
            yield break;
        await foreach (var append in new HistoryReader(_objects, index.Keys).ReadAsync(after, cancellationToken).ConfigureAwait(false))
        {
            for (var i = 0; i < append.Events.Length; i++)
            {
                if (append.First.Value + i > after.Value)
                    yield return append.Events[i];
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var known = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (known?.State.Lease?.Token != token)
            return false;
        await _leases.WriteAsync(known.Keys, token, until, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _states.FlushAsync(cancellationToken).ConfigureAwait(false);
        var fleet = new ObjectFleet(_objects, _finder, _context.Warn);
        var found = await fleet.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        foreach (var build in found)
            yield return build;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } known)
            return true;
        if (known.State.Version != version)
            return false;
        var erasure = new ObjectErasure(_objects, known.Keys);
        await erasure.RequireRightAsync(cancellationToken).ConfigureAwait(false);
        if (!await TryCreateAsync(known, version.Next, HistoryObject.WriteFence(known.Index, _context.Time.GetUtcNow()), cancellationToken).ConfigureAwait(false))
            return false;
        await _states.StopAsync(id).ConfigureAwait(false);
        await erasure.RunAsync(known.Keys.History(version.Next), cancellationToken).ConfigureAwait(false);
        _known.Forget(id);
        return true;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildId> ListIdsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var key in _objects.ListAsync(BuildKeys.IndexPrefix, "", cancellationToken).ConfigureAwait(false))
        {
            if (BuildKeys.TryReadIndex(key, out var id))
                yield return id;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> FindDifferencesAsync(BuildId id, CancellationToken cancellationToken)
    {
        await _states.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await _finder.FindIndexAsync(id, cancellationToken).ConfigureAwait(false) is { } index
            ? await new ObjectAudit(_objects, index.Keys).RunAsync(cancellationToken).ConfigureAwait(false)
            : [];
    }

    /// <summary>Finds out whether the server keeps the promise that builds rest on, as the first build would.</summary>
    /// <exception cref="StoreException">It doesn't, or can't be used.</exception>
    public ValueTask RequireConditionalPutsAsync(CancellationToken cancellationToken) => _probe.RequireAsync(cancellationToken);

    /// <inheritdoc/>
    public void Recall(BuildState state, Guid creation, BuildVersion lastAppend) =>
        _known.Keep(new KnownBuild(new IndexObject(new BuildKeys(state.Provider, state.Id), creation), lastAppend, state));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _states.DisposeAsync().ConfigureAwait(false);
        await _objects.DisposeAsync().ConfigureAwait(false);
    }

    // A state.json that is behind is repaired by whoever notices.
    private async ValueTask<KnownBuild?> FindAsync(BuildId id, CancellationToken cancellationToken)
    {
        var found = await _finder.FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (found is { StateIsBehind: true, Build: { } behind })
            _states.Repair(behind);
        return found.Build;
    }

    private ValueTask<KnownBuild?> FindForAppendAsync(Change change, CancellationToken cancellationToken) =>
        _known.Find(change.Before.Id) is { } known && known.State.Version == change.Before.Version
            ? ValueTask.FromResult<KnownBuild?>(known)
            : FindAsync(change.Before.Id, cancellationToken);

    private async ValueTask<KnownBuild?> BeginAsync(Change change, CancellationToken cancellationToken)
    {
        await _probe.RequireAsync(cancellationToken).ConfigureAwait(false);
        var keys = new BuildKeys(change.After.Provider, change.After.Id);
        var index = await _finder.FindIndexAsync(keys.Id, cancellationToken).ConfigureAwait(false);
        ObjectTag? made = null;
        if (index is null)
        {
            var begun = new IndexObject(keys, change.Events[0].Id);
            made = await _objects.PutAsync(BuildKeys.Index(keys.Id), IndexObject.Write(begun), PutCondition.Absent, cancellationToken).ConfigureAwait(false);
            index = made is null ? await _finder.FindIndexAsync(keys.Id, cancellationToken).ConfigureAwait(false) : begun;
        }

        if (index is null)
            return null;
        var found = await _finder.FindAsync(keys.Id, cancellationToken).ConfigureAwait(false);
        if (found.IsErased && made is { } tag)
        {
            // Brought back from a copy, it has the first event of the build that was erased: the fence would take it for that one.
            index = index with { Creation = Guid.CreateVersion7() };
            if (await _objects.PutAsync(BuildKeys.Index(keys.Id), IndexObject.Write(index), PutCondition.Over(tag), cancellationToken).ConfigureAwait(false) is null)
                return null;
            found = await _finder.FindAsync(keys.Id, cancellationToken).ConfigureAwait(false);
        }

        if (found is { StateIsBehind: true, Build: { } behind })
            _states.Repair(behind);
        if (found.Build is { } there)
            return there;
        if (found.Fence is { } fence)
            await new Fences(_objects, keys).RequireReplaceableAsync(fence, cancellationToken).ConfigureAwait(false);
        if (index.Keys != keys)
            throw new TransitionRefusedException($"build {keys.Id} was begun for the provider {index.Keys.Provider} by a worker that got no further; begin it for that one, or choose another id");
        return new KnownBuild(index, BuildVersion.None, BuildState.None(keys.Id));
    }

    // The one step that decides between writers. The fence of an erased build that had this id gives way.
    private async ValueTask<bool> TryCreateAsync(KnownBuild known, BuildVersion first, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var key = known.Keys.History(first);
        if (await _objects.PutAsync(key, content, PutCondition.Absent, cancellationToken).ConfigureAwait(false) is not null)
            return true;
        return await _objects.GetAsync(key, int.MaxValue, cancellationToken).ConfigureAwait(false) is { } there
            && HistoryObject.Read(there.Content, known.Keys.Id, key, Location) is { IsFence: true } fence
            && !fence.Fences(known.Index)
            && await new Fences(_objects, known.Keys).TryReplaceAsync(key, there.Tag, content, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> HoldsAlreadyAsync(Change change, CancellationToken cancellationToken)
    {
        var next = 0;
        await foreach (var happened in ReadHistoryAsync(change.Before.Id, change.Before.Version, cancellationToken).ConfigureAwait(false))
        {
            if (happened.Id != change.Events[next].Id)
                return false;
            if (++next == change.Events.Length)
                return true;
        }

        return false;
    }
}
