using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Copying;

namespace Pawl.Auditing;

/// <summary>Verifies builds one after the other and counts.</summary>
/// <param name="store">The store.</param>
/// <param name="anchored">The anchors to compare with, and what explains that a build is gone; null without any.</param>
public sealed class StoreAudit(IBuildStore store, SignedRecords? anchored)
{
    private const int MostNotes = 100;

    private readonly List<string> _notes = [];

    /// <summary>The builds looked at.</summary>
    public int Builds { get; private set; }

    /// <summary>Those with a fault.</summary>
    public int Faulty { get; private set; }

    /// <summary>The events of all of them.</summary>
    public long Events { get; private set; }

    /// <summary>The anchors that fit.</summary>
    public int Anchors { get; private set; }

    /// <summary>The builds that are gone, and that a signed tombstone says were removed by right.</summary>
    public int Removed { get; private set; }

    /// <summary>What is no fault, and people may want to know.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The faults of one build, or of all.</summary>
    /// <exception cref="NoSuchBuildException">There is no such build.</exception>
    public async IAsyncEnumerable<AuditFault> VerifyAsync(BuildId? only, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = only is { } one ? AsyncEnumerable.Repeat(one, 1) : AllIdsAsync(cancellationToken);
        await foreach (var id in ids.ConfigureAwait(false))
        {
            var faults = new List<AuditFault>();
            if (!await FindAsync(id, faults, cancellationToken).ConfigureAwait(false))
            {
                var removal = await JudgeRemovalAsync(id, cancellationToken).ConfigureAwait(false);
                if (removal.Kind == RemovalKind.Unexplained)
                    faults.Add(new AuditFault(id, null, removal.Message));
                else if (removal.Kind == RemovalKind.ByRight)
                    Take(id, removal);
                else if (only is not null)
                    throw new NoSuchBuildException(id, store.Location);
                if (removal.Kind != RemovalKind.Unexplained)
                    continue; // A file whose first write was cut short holds no build, either.
            }

            Builds++;
            Faulty += faults.Count > 0 ? 1 : 0;
            foreach (var fault in faults.OrderBy(fault => fault.Version?.Value ?? long.MaxValue))
                yield return fault;
        }
    }

    // Anchors also tell of builds that are gone.
    private IAsyncEnumerable<BuildId> AllIdsAsync(CancellationToken cancellationToken)
    {
        var ids = store.ListAllIdsAsync(cancellationToken);
        return anchored is null ? ids : ids.Union(anchored.Anchors.Place.ListAsync(cancellationToken));
    }

    private async ValueTask<Removal> JudgeRemovalAsync(BuildId id, CancellationToken cancellationToken)
    {
        try
        {
            return anchored is null ? Removal.None : await anchored.JudgeRemovalAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            return new Removal(RemovalKind.Unexplained, e.Message);
        }
    }

    private void Take(BuildId id, Removal removal)
    {
        Removed++;
        Note($"{id}: {removal.Message}");
    }

    private void Note(string note)
    {
        if (_notes.Count < MostNotes)
            _notes.Add(note);
    }

    // False when there is no such build.
    private async Task<bool> FindAsync(BuildId id, List<AuditFault> found, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            if (!stored.State.Exists)
                return false;
            var check = new HistoryCheck(id);
            var anchors = anchored is null ? null : await anchored.OfAsync(stored.State, cancellationToken).ConfigureAwait(false);
            await foreach (var happened in store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
            {
                Events++;
                Take(check.Add(happened));
                Take(anchors?.Add(check.State) ?? []);
            }

            Take(anchors?.End(check.State) ?? []);
            Anchors += anchors?.Fitting ?? 0;
            Take(check.End(stored.State.Version == check.State.Version ? stored.State.Head : check.State.Head));
            if (stored.State.Version > check.State.Version)
                Take([new HistoryFault(check.State.Version, $"{stored.State.Version.Value - check.State.Version.Value} events after it were removed: the store's record of the build says version {stored.State.Version}")]);

            foreach (var difference in await DifferencesAsync(stored, check.State, cancellationToken).ConfigureAwait(false))
                found.Add(new AuditFault(id, null, difference));
            if (stored.Foreign is not null)
                Note($"{id}: another program changed its tables since the last event; the next change takes that over");
        }
        catch (StoreException e)
        {
            found.Add(new AuditFault(id, null, e.Message));
        }

        return true;

        void Take(IEnumerable<HistoryFault> faults) =>
            found.AddRange(faults.Take(AuditLimits.MostDifferences - found.Count).Select(fault => new AuditFault(id, fault.Version, fault.Message)));
    }

    // A worker may have gone on since the build was loaded: only the same version can be compared.
    private async ValueTask<IReadOnlyList<string>> DifferencesAsync(StoredBuild stored, BuildState folded, CancellationToken cancellationToken)
    {
        if (store is IAuditableStore auditable)
            return await auditable.FindDifferencesAsync(stored.State.Id, cancellationToken).ConfigureAwait(false);
        return stored.State.Version > folded.Version || (stored.State.Version == folded.Version && !CopyVerification.IsSame(stored.State, folded))
            ? ["what the store says of the build is not what its history folds to"]
            : [];
    }
}

/// <summary>Something that isn't as it must be.</summary>
/// <param name="Build">The build.</param>
/// <param name="Version">The event that it is about; null when it is about something else than one event.</param>
/// <param name="Message">What is wrong.</param>
public sealed record AuditFault(BuildId Build, BuildVersion? Version, string Message);
