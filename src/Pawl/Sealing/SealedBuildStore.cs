using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>What a store with sealed builds shows.</summary>
public enum SealedView
{
    /// <summary>Values as they were before they were sealed.</summary>
    Clear,

    /// <summary>Values as they are recorded: to copy, compare and verify. The hashes that chain the events are theirs.</summary>
    AsRecorded,
}

/// <summary>A store whose sealed builds hold only sealed values: they are sealed before they reach it and unsealed after. To the store they are
/// texts like others: the fold of sealed events is the sealed state, so every store, mirror and backup works as it does without. Owns the store and
/// the keys.</summary>
public class SealedBuildStore : IBuildStore
{
    private const int MostRemembered = 1_024;

    private readonly IBuildStore _store;
    private readonly SealKeys _keys;
    private readonly SealedView _view;

    // What the store has: a change in the clear can't say what it builds on there.
    private readonly ConcurrentDictionary<BuildId, BuildState> _recorded = new();

    // Whose last append failed: who repeats it may find it done, and then the store has what the first try sealed.
    private readonly ConcurrentDictionary<BuildId, bool> _inDoubt = new();

    private protected SealedBuildStore(IBuildStore store, SealKeys keys, SealedView view) => (_store, _keys, _view) = (store, keys, view);

    /// <inheritdoc/>
    public string Location => _store.Location;

    /// <summary>A store that seals; one that can be audited still can.</summary>
    public static IBuildStore Over(IBuildStore store, SealKeys keys, SealedView view) => store is IAuditableStore auditable
        ? new SealedAuditableStore(auditable, keys, view)
        : new SealedBuildStore(store, keys, view);

    /// <summary>The store under this one; the store itself when it doesn't seal.</summary>
    public static IBuildStore Beneath(IBuildStore store) => store is SealedBuildStore sealing ? sealing._store : store;

    /// <summary>What seals a build, for what is kept beside the store; null for a build that isn't sealed.</summary>
    /// <exception cref="StoreException">The key can't be had.</exception>
    public static async ValueTask<BuildSealer?> FindSealerAsync(IBuildStore store, BuildId id, CancellationToken cancellationToken) =>
        store is SealedBuildStore sealing && await sealing.RecallAsync(id, cancellationToken).ConfigureAwait(false) is { Seal.IsNone: false } build
            ? await sealing.OpenAsync(build, cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc/>
    public async ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken)
    {
        var stored = await _store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        Remember(stored.State);
        if (stored.State is { Erasure: { } erasure, Seal.IsNone: false })
            await _keys.FollowErasureAsync(id, stored.State.Seal, erasure, cancellationToken).ConfigureAwait(false);
        return stored with { State = await ShowAsync(stored.State, cancellationToken).ConfigureAwait(false) };
    }

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!change.Before.Exists && change.Events is [BuildEvent.Created { Seal.IsNone: true } created, ..]
            && await _keys.BeginAsync(change.Before.Id, cancellationToken).ConfigureAwait(false) is { } begun)
        {
            var first = Seal(change.Before, change.Events.SetItem(0, created with { Seal = begun.Seal }), begun.Sealer);
            var begins = await AppendAsync(change, first, cancellationToken).ConfigureAwait(false);
            var there = begins == AppendResult.Appended ? (await RecallAsync(change.Before.Id, cancellationToken).ConfigureAwait(false)).Seal : default;
            await _keys.SettleAsync(begun, there, cancellationToken).ConfigureAwait(false);
            return begins;
        }

        if (await SealAsync(change, cancellationToken).ConfigureAwait(false) is { } recorded)
            return await AppendAsync(change, recorded, cancellationToken).ConfigureAwait(false);
        return await HoldsAlreadyAsync(change, cancellationToken).ConfigureAwait(false) ? AppendResult.Appended : AppendResult.Conflict;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var history = _store.ReadHistoryAsync(id, after, cancellationToken);
        if (_view == SealedView.Clear)
        {
            var build = await RecallAsync(id, cancellationToken).ConfigureAwait(false);
            if (!build.Seal.IsNone)
                history = SealedReading.ClearAsync(history, await ViewAsync(build, cancellationToken).ConfigureAwait(false), cancellationToken);
        }

        await foreach (var happened in history.ConfigureAwait(false))
            yield return happened;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) =>
        _store.RenewLeaseAsync(id, token, until, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken)
    {
        var builds = _store.ListAsync(query, cancellationToken);
        return _view == SealedView.Clear
            ? SealedReading.ClearAsync(builds, async (id, token) => (await LoadAsync(id, token).ConfigureAwait(false)).State, cancellationToken)
            : builds;
    }

    /// <inheritdoc/>
    /// <remarks>The key goes after the build: as long as one of them can be read, so can the other.</remarks>
    public async ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken)
    {
        var seal = (await RecallAsync(id, cancellationToken).ConfigureAwait(false)).Seal;
        _recorded.TryRemove(id, out _);
        if (!await _store.EraseAsync(id, version, cancellationToken).ConfigureAwait(false))
            return false;
        if (!seal.IsNone)
            await _keys.DestroyAsync(id, seal, _store, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store.DisposeAsync().ConfigureAwait(false);
        await _keys.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<BuildState> ShowAsync(BuildState state, CancellationToken cancellationToken) => _view == SealedView.AsRecorded || state.Seal.IsNone
        ? state
        : SealedValues.Map(state, await ViewAsync(state, cancellationToken).ConfigureAwait(false));

    private ValueTask<TextMap> ViewAsync(BuildState build, CancellationToken cancellationToken) =>
        SealedReading.ViewAsync(_keys, build, HistoryOf(build), cancellationToken);

    private ValueTask<BuildSealer> OpenAsync(BuildState build, CancellationToken cancellationToken) => _keys.OpenAsync(build, HistoryOf(build), cancellationToken);

    private IAsyncEnumerable<BuildEvent> HistoryOf(BuildState build) => _store.ReadHistoryAsync(build.Id, BuildVersion.None, CancellationToken.None);

    private async ValueTask<AppendResult> AppendAsync(Change change, Change recorded, CancellationToken cancellationToken)
    {
        var id = change.Before.Id;
        AppendResult result;
        try
        {
            result = await _store.AppendAsync(recorded, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException)
        {
            _inDoubt[id] = true;
            throw;
        }

        if (!_inDoubt.TryRemove(id, out _) && result == AppendResult.Appended && recorded.Before.Version == change.Before.Version)
            Remember(recorded.After);
        else
            _recorded.TryRemove(id, out _);
        return result;
    }

    // Null when the store has another version than the change builds on.
    private async ValueTask<Change?> SealAsync(Change change, CancellationToken cancellationToken)
    {
        if (change.Events.IsEmpty)
            return change;
        var id = change.Before.Id;
        if (!change.Before.Exists)
            return await BeginAsync(change, cancellationToken).ConfigureAwait(false);
        if (!_recorded.TryGetValue(id, out var before) || before.Version != change.Before.Version)
            before = Remember((await _store.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State);
        if (before.Version != change.Before.Version)
            return null;
        if (before.Seal.IsNone)
            return change;
        return AreSealed(change.Events)
            ? Change.Replay(before, change.Events)
            : Seal(before, change.Events, await OpenAsync(before, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<Change> BeginAsync(Change change, CancellationToken cancellationToken)
    {
        if (change.Events[0] is not BuildEvent.Created { Seal: { IsNone: false } seal })
            return change;
        if (!AreSealed(change.Events))
            return Seal(change.Before, change.Events, await OpenAsync(change.After, cancellationToken).ConfigureAwait(false));
        await _keys.RequireAsync(change.Before.Id, seal, cancellationToken).ConfigureAwait(false);
        return change;
    }

    // The chain is one of sealed events: whoever verifies it needs no key, and finds it whole after values were erased.
    private Change Seal(BuildState before, ImmutableArray<BuildEvent> events, BuildSealer sealer)
    {
        var recorded = ImmutableArray.CreateBuilder<BuildEvent>(events.Length);
        var state = before;
        foreach (var happened in events)
        {
            var value = _view == SealedView.Clear ? sealer.Seal(happened, state.Version.Next) : sealer.SealRest(happened, state.Version.Next);
            var chained = value with { Previous = state.Head.IsNone ? ChainHash.Late : state.Head };
            recorded.Add(chained);
            state = History.Apply(state, chained);
        }

        return Change.Recorded(before, recorded.MoveToImmutable(), state);
    }

    // Events that are brought as they were recorded elsewhere need no key.
    private bool AreSealed(ImmutableArray<BuildEvent> events) => _view == SealedView.AsRecorded && events.All(SealedReading.IsSealed);

    private async ValueTask<bool> HoldsAlreadyAsync(Change change, CancellationToken cancellationToken)
    {
        var there = await _store.ReadHistoryAsync(change.Before.Id, change.Before.Version, cancellationToken)
            .Take(change.Events.Length).Select(happened => happened.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return there.SequenceEqual(change.Events.Select(happened => happened.Id));
    }

    private async ValueTask<BuildState> RecallAsync(BuildId id, CancellationToken cancellationToken) => _recorded.TryGetValue(id, out var known)
        ? known
        : Remember((await _store.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State);

    private BuildState Remember(BuildState recorded)
    {
        if (_recorded.Count >= MostRemembered)
            _recorded.Clear();
        if (recorded.Exists)
            _recorded[recorded.Id] = recorded;
        else
            _recorded.TryRemove(recorded.Id, out _);
        return recorded;
    }
}

/// <summary>The same of a store that can be audited.</summary>
internal sealed class SealedAuditableStore(IAuditableStore store, SealKeys keys, SealedView view) : SealedBuildStore(store, keys, view), IAuditableStore
{
    public IAsyncEnumerable<BuildId> ListIdsAsync(CancellationToken cancellationToken) => store.ListIdsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<string>> FindDifferencesAsync(BuildId id, CancellationToken cancellationToken) => store.FindDifferencesAsync(id, cancellationToken);
}
