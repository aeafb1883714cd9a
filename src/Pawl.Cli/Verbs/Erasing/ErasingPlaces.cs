using System.Collections.Immutable;
using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Stores;
using Pawl.Cli.Verbs.Backup;
using Pawl.Erasing;
using Pawl.Sealing;
using Pawl.Stores;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Erasing;

/// <summary>The places that hold copies of a store's builds, and their keys: the store, its mirror, its backup.</summary>
internal sealed class ErasingPlaces : IAsyncDisposable
{
    private readonly Invocation _call;
    private readonly IBuildStore _store;
    private readonly List<KeyShelf> _shelves;
    private readonly SealedErasure _erasure;

    /// <summary>Opens them.</summary>
    /// <param name="call">What was asked for.</param>
    /// <param name="store">The store, with sealed builds as they are recorded. Not disposed of.</param>
    /// <param name="backup">Names the backup.</param>
    public ErasingPlaces(Invocation call, IBuildStore store, Option<string?> backup)
    {
        (_call, _store) = (call, store);
        Backup = BackupAsk.TryOpen(call, backup);
        _shelves = [call.Place.OpenShelf(), .. call.MirrorPlace is { } mirror ? (KeyShelf[])[mirror.OpenShelf()] : []];
        Names = [.. _shelves.Select(shelf => shelf.Location), .. Backup is null ? (string[])[] : [Backup.Location]];
        _erasure = new SealedErasure(call.Log(store), [.. _shelves, .. Backup is null ? (KeyShelf[])[] : [Backup.Keys]], GivenKeys.Ring);
    }

    /// <summary>The backup; null when none was named.</summary>
    public BackupPlace? Backup { get; }

    /// <summary>Where they are, for people.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Makes a sealed build unreadable.</summary>
    public async Task EraseSealedAsync(BuildId id, string reason, CancellationToken cancellationToken)
    {
        await _erasure.EraseAsync(id, reason, cancellationToken).ConfigureAwait(false);
        await BringAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes single values of a sealed build unreadable.</summary>
    public async Task EraseValuesAsync(BuildId id, ImmutableArray<SealedPiece> pieces, string reason, CancellationToken cancellationToken)
    {
        await _erasure.EraseValuesAsync(id, pieces, reason, cancellationToken).ConfigureAwait(false);
        await BringAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends what an earlier call began and couldn't end: values that the history says were erased go where they are still readable.</summary>
    public async Task FinishAsync(BuildState build, CancellationToken cancellationToken)
    {
        if (build.ErasedUpTo == BuildVersion.None || build.Erasure is not null)
            return;
        await _erasure.FinishAsync(build, cancellationToken).ConfigureAwait(false);
        await BringAsync(build.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var shelf in _shelves)
            await shelf.DisposeAsync().ConfigureAwait(false);
        if (Backup is not null)
            await Backup.DisposeAsync().ConfigureAwait(false);
    }

    // A backup says too that something was erased from it.
    private async ValueTask BringAsync(BuildId id, CancellationToken cancellationToken)
    {
        if (Backup is not null)
            await new ContinuousBackup(_store, Backup, _call.Time, _call.Worker).RunAsync(new BackupCount(), id, cancellationToken).ConfigureAwait(false);
    }
}
