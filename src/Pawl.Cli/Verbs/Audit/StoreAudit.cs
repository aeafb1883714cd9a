using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Audit;

/// <summary>Verifies builds one after the other and counts.</summary>
internal sealed class StoreAudit(IAuditableStore store, BuildLog log)
{
    private const int MostNotes = 100;

    private readonly List<string> _notes = [];

    /// <summary>The builds looked at.</summary>
    public int Builds { get; private set; }

    /// <summary>Those with a fault.</summary>
    public int Faulty { get; private set; }

    /// <summary>The events of all of them.</summary>
    public long Events { get; private set; }

    /// <summary>What is no fault, and people may want to know.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The faults of one build, or of all.</summary>
    /// <exception cref="NoSuchBuildException">There is no such build.</exception>
    public async IAsyncEnumerable<AuditFaultJson> VerifyAsync(BuildId? only, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = only is { } one ? AsyncEnumerable.Repeat(one, 1) : store.ListIdsAsync(cancellationToken);
        await foreach (var id in ids.ConfigureAwait(false))
        {
            // A file whose first write was cut short holds no build.
            if (only is null && await IsEmptyAsync(id, cancellationToken).ConfigureAwait(false))
                continue;
            var faults = await VerifyAsync(id, cancellationToken).ConfigureAwait(false);
            Builds++;
            Faulty += faults.Count > 0 ? 1 : 0;
            foreach (var fault in faults)
                yield return fault;
        }
    }

    private async Task<IReadOnlyList<AuditFaultJson>> VerifyAsync(BuildId id, CancellationToken cancellationToken)
    {
        var found = new List<AuditFaultJson>();
        try
        {
            await log.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            var events = store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).Select(Count);
            await foreach (var fault in HistoryCheck.FindAsync(id, events, cancellationToken).Take(AuditLimits.MostDifferences).ConfigureAwait(false))
                found.Add(new AuditFaultJson(id.Value, fault.Version.Value, fault.Message));
            foreach (var difference in await store.FindDifferencesAsync(id, cancellationToken).ConfigureAwait(false))
                found.Add(new AuditFaultJson(id.Value, null, difference));
            await NoteForeignAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            found.Add(new AuditFaultJson(id.Value, null, e.Message));
        }

        return found;
    }

    private async Task<bool> IsEmptyAsync(BuildId id, CancellationToken cancellationToken)
    {
        try
        {
            return !(await store.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State.Exists;
        }
        catch (StoreException)
        {
            return false;
        }
    }

    private async Task NoteForeignAsync(BuildId id, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        if (stored.Foreign is not null && _notes.Count < MostNotes)
            _notes.Add($"{id}: another program changed its tables since the last event; the next change takes that over");
    }

    private BuildEvent Count(BuildEvent happened)
    {
        Events++;
        return happened;
    }
}
