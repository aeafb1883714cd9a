using System.Collections.Concurrent;
using Pawl.Builds;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Mirroring;

/// <summary>A store on this machine, and a second copy of its builds elsewhere. Changes are made here and follow there, however long that takes: a
/// mirror that is down never fails a build. Only what decides who may work on a build is made there first: its creation and each claim of its
/// lease, so that workers on several machines exclude each other.</summary>
public sealed class MirroredBuildStore : IAuditableStore
{
    private readonly IOutboxStore _local;
    private readonly Mirror? _mirror;
    private readonly Worker _worker;
    private readonly MirrorOutbox _outbox;
    private readonly OutboxShipping _shipping;

    // Whose a lease is, a name tells only where names aren't sealed.
    private readonly ConcurrentDictionary<BuildId, long> _claimed = new();

    /// <summary>A store with a mirror, or without one: then what is owed from earlier is still shipped.</summary>
    /// <param name="local">The store on this machine; disposed of in the end.</param>
    /// <param name="mirror">The URL of the mirror; null without one.</param>
    /// <param name="open">Opens the store of a URL.</param>
    /// <param name="worker">Whose lease is one's own.</param>
    /// <param name="context">The world around it.</param>
    public MirroredBuildStore(IOutboxStore local, string? mirror, Func<string, IBuildStore> open, Worker worker, StoreContext context)
    {
        _local = local;
        _worker = worker;
        var mirrors = new Mirrors(open);
        _mirror = mirror is null ? null : mirrors.Of(mirror);
        _outbox = new MirrorOutbox(local, context);
        _shipping = new OutboxShipping(local, mirrors, _outbox, context.Time);
    }

    /// <inheritdoc/>
    public string Location => _local.Location;

    /// <inheritdoc/>
    public async ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken)
    {
        var stored = await _local.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        if (stored.State.Exists)
            _shipping.Remember(id);
        if (_mirror is null || await HoldsItselfAsync(stored.State, cancellationToken).ConfigureAwait(false))
            return stored;
        return await PullAsync(_mirror, stored, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="BuildDivergedException">The build went on here and there: nothing is changed until somebody chooses.</exception>
    public async ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken)
    {
        if (_mirror is null)
            return await _local.AppendAsync(change, cancellationToken).ConfigureAwait(false);
        var id = change.Before.Id;
        using var turn = await _local.LockAsync(id, cancellationToken).ConfigureAwait(false);
        var row = await _outbox.ReadAsync(id, _mirror.Target, cancellationToken).ConfigureAwait(false);
        if (row.IsDiverged)
            throw new BuildDivergedException(id, row.Error);
        var there = change.Events.Any(e => e is BuildEvent.Created or BuildEvent.Claimed)
            ? await AppendThereAsync(_mirror, row, change, cancellationToken).ConfigureAwait(false)
            : MirrorAppend.Later;
        if (there == MirrorAppend.Refused)
            return AppendResult.Conflict;
        var result = await _local.AppendAsync(change, _mirror.Target, cancellationToken).ConfigureAwait(false);
        if (result == AppendResult.Conflict)
            return result;
        if (change.Events.OfType<BuildEvent.Claimed>().LastOrDefault() is { } claim)
            _claimed[id] = claim.Token;
        if (there == MirrorAppend.Made)
            await _outbox.ReachedAsync(id, row, change.After.Version, change.Before.Version.Next, cancellationToken).ConfigureAwait(false);
        else
            _shipping.Follow(change);
        return result;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) =>
        _local.ReadHistoryAsync(id, after, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (_mirror is null)
            return await _local.RenewLeaseAsync(id, token, until, cancellationToken).ConfigureAwait(false);
        var there = _mirror.TryAsync((store, patience) => store.RenewLeaseAsync(id, token, until, patience), cancellationToken);
        var here = await _local.RenewLeaseAsync(id, token, until, cancellationToken).ConfigureAwait(false);
        var answer = await there.ConfigureAwait(false);
        var row = await _outbox.ReadAsync(id, _mirror.Target, cancellationToken).ConfigureAwait(false);
        // A mirror that was down, and hasn't got the claim yet, knows nothing of the lease.
        return here && !row.IsDiverged && (answer.Trouble is not null || answer.Value || row.IsBehind);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => _local.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildId> ListIdsAsync(CancellationToken cancellationToken) => _local.ListIdsAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> FindDifferencesAsync(BuildId id, CancellationToken cancellationToken) =>
        _local.FindDifferencesAsync(id, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Erased there first: what is only erased here would be pulled back.</remarks>
    public async ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken)
    {
        using var turn = await _local.LockAsync(id, cancellationToken).ConfigureAwait(false);
        if (_mirror is not null)
        {
            var there = await _mirror.Store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            if (there.State.Version > version || !await _mirror.Store.EraseAsync(id, there.State.Version, cancellationToken).ConfigureAwait(false))
                return false;
        }

        return await _local.EraseAsync(id, version, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How a build's mirrors stand.</summary>
    public ValueTask<IReadOnlyList<OutboxRow>> ReadMirrorsAsync(BuildId id, CancellationToken cancellationToken) => _local.ReadOutboxAsync(id, cancellationToken);

    /// <summary>Ships all that builds owe now, whenever they are due.</summary>
    /// <param name="only">One build; null for all.</param>
    /// <param name="tell">Told of each build whose mirror couldn't be reached, and why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many builds are whole in their mirrors now.</returns>
    public async ValueTask<int> SyncAsync(BuildId? only, Action<BuildId, OutboxRow> tell, CancellationToken cancellationToken)
    {
        var whole = 0;
        var owing = only is { } one ? AsyncEnumerable.Repeat(one, 1) : _local.ListOwingAsync(cancellationToken);
        await foreach (var id in owing.ConfigureAwait(false))
        {
            await _shipping.ShipAsync(id, ShippingHaste.Now, cancellationToken).ConfigureAwait(false);
            var behind = (await _local.ReadOutboxAsync(id, cancellationToken).ConfigureAwait(false)).Where(row => row.IsBehind).ToArray();
            foreach (var row in behind)
                tell(id, row);
            whole += behind.Length == 0 ? 1 : 0;
        }

        return whole;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _shipping.DisposeAsync().ConfigureAwait(false);
        await _local.DisposeAsync().ConfigureAwait(false);
    }

    // Nobody else can have gone on with a build that this worker holds: its lease lives in the mirror.
    private async ValueTask<bool> HoldsItselfAsync(BuildState state, CancellationToken cancellationToken) =>
        state.Lease is { } lease
        && (lease.Holder.Name == _worker.Name || _claimed.GetValueOrDefault(state.Id) == lease.Token)
        && lease.IsLiveAt(_outbox.Now)
        && !(await _local.ReadOutboxAsync(state.Id, cancellationToken).ConfigureAwait(false)).Any(row => row.IsInDoubt);

    private async ValueTask<StoredBuild> PullAsync(Mirror mirror, StoredBuild here, CancellationToken cancellationToken)
    {
        var id = here.State.Id;
        var row = await _outbox.ReadAsync(id, mirror.Target, cancellationToken).ConfigureAwait(false);
        if (row.Due > _outbox.Now)
            return here;
        await _outbox.RecallAsync(mirror, here.State, row, cancellationToken).ConfigureAwait(false);
        var (there, trouble) = await mirror.TryAsync((store, token) => store.LoadAsync(id, token), cancellationToken).ConfigureAwait(false);
        if (trouble is not null)
        {
            await NoteAsync(here.State, row, trouble, cancellationToken).ConfigureAwait(false);
            return here;
        }

        if (there!.State.Version > here.State.Version || row.IsInDoubt)
            here = await BringOnAsync(mirror, there.State.Version, id, cancellationToken).ConfigureAwait(false);

        // The end of a lease is where it is renewed.
        return there.State.Version == here.State.Version ? here with { State = here.State with { Lease = there.State.Lease } } : here;
    }

    // With the lock: what this machine's other workers appended and shipped meanwhile would look like another history.
    private async ValueTask<StoredBuild> BringOnAsync(Mirror mirror, BuildVersion seen, BuildId id, CancellationToken cancellationToken)
    {
        using var turn = await _local.LockAsync(id, cancellationToken).ConfigureAwait(false);
        var here = await _local.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        var row = await _outbox.ReadAsync(id, mirror.Target, cancellationToken).ConfigureAwait(false);
        if (seen > here.State.Version)
        {
            var copied = await new BuildCopier(mirror.Store, _local).CopyAsync(id, cancellationToken).ConfigureAwait(false);
            await _outbox.ReachedAsync(id, row, copied.Version, BuildVersion.None, cancellationToken).ConfigureAwait(false);
            return await _local.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        }

        if (row.IsInDoubt)
            await _outbox.DoubtAsync(id, row, BuildVersion.None, cancellationToken).ConfigureAwait(false);
        return here;
    }

    // With the lock: no other worker of this machine comes between the append there and the one here.
    private async ValueTask<MirrorAppend> AppendThereAsync(Mirror mirror, OutboxRow row, Change change, CancellationToken cancellationToken)
    {
        var id = change.Before.Id;
        if ((await _local.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State.Version != change.Before.Version)
            return MirrorAppend.Refused;
        if (row.IsBehind)
        {
            await _shipping.ShipAsync(id, ShippingHaste.WhenDue, cancellationToken).ConfigureAwait(false);
            row = await _outbox.ReadAsync(id, mirror.Target, cancellationToken).ConfigureAwait(false);
            if (row.IsDiverged)
                throw new BuildDivergedException(id, row.Error);
            if (row.IsBehind)
                return MirrorAppend.Later;
        }

        if (row.Due > _outbox.Now)
            return MirrorAppend.Later;
        if (change.Before.Exists)
            await _outbox.DoubtAsync(id, row, change.After.Version, cancellationToken).ConfigureAwait(false);
        var (result, trouble) = await mirror.TryAsync((store, token) => store.AppendAsync(change.Owing([]), token), cancellationToken).ConfigureAwait(false);
        if (trouble is null)
            return result == AppendResult.Appended ? MirrorAppend.Made : MirrorAppend.Refused;
        await NoteAsync(change.Before, row with { Doubt = change.After.Version }, trouble, cancellationToken).ConfigureAwait(false);
        return MirrorAppend.Later;
    }

    private ValueTask NoteAsync(BuildState here, OutboxRow row, StoreException trouble, CancellationToken cancellationToken)
    {
        if (here.Exists)
            return _outbox.FailedAsync(here.Id, row, trouble, cancellationToken);
        _outbox.Warn(row.Target, trouble);
        return ValueTask.CompletedTask;
    }

    private enum MirrorAppend
    {
        /// <summary>It is made there.</summary>
        Made,

        /// <summary>Somebody else was first there.</summary>
        Refused,

        /// <summary>It follows there when it can: it need not, or can't, be made there first.</summary>
        Later,
    }
}
