using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Audit;

/// <summary>Verifies builds one after the other and counts.</summary>
internal sealed class StoreAudit(IAuditableStore store)
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
            var faults = new List<AuditFaultJson>();
            // A file whose first write was cut short holds no build.
            if (!await FindAsync(id, faults, cancellationToken).ConfigureAwait(false))
            {
                if (only is not null)
                    throw new NoSuchBuildException(id, store.Location);
                continue;
            }

            Builds++;
            Faulty += faults.Count > 0 ? 1 : 0;
            foreach (var fault in faults)
                yield return fault;
        }
    }

    // False when there is no such build.
    private async Task<bool> FindAsync(BuildId id, List<AuditFaultJson> found, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            if (!stored.State.Exists)
                return false;
            var events = store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).Select(Count);
            await foreach (var fault in HistoryCheck.FindAsync(id, events, cancellationToken).Take(AuditLimits.MostDifferences).ConfigureAwait(false))
                found.Add(new AuditFaultJson(id.Value, fault.Version.Value, fault.Message));
            foreach (var difference in await store.FindDifferencesAsync(id, cancellationToken).ConfigureAwait(false))
                found.Add(new AuditFaultJson(id.Value, null, difference));
            if (stored.Foreign is not null && _notes.Count < MostNotes)
                _notes.Add($"{id}: another program changed its tables since the last event; the next change takes that over");
        }
        catch (StoreException e)
        {
            found.Add(new AuditFaultJson(id.Value, null, e.Message));
        }

        return true;
    }

    private BuildEvent Count(BuildEvent happened)
    {
        Events++;
        return happened;
    }
}
