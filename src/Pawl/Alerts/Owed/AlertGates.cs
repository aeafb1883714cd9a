using System.Runtime.CompilerServices;
using Pawl.Stores.Objects;

namespace Pawl.Alerts;

/// <summary>A gate as it was seen, and what it takes to change it.</summary>
internal readonly record struct SeenGate(string Key, AlertGate? Gate, PutCondition Condition);

/// <summary>The gates of a store, where all its senders see them.</summary>
internal sealed class AlertGates(IObjectStore notes)
{
    private const string Prefix = ".pawl/alerts/gates/";
    private const int MostBytes = 64 * 1024;

    /// <summary>The key of a gate before a channel, for what is alike.</summary>
    public static string KeyOf(string kind, string channel, string likeness) => $"{Prefix}{Alert.IdOf(kind, channel, likeness)}.json";

    public async ValueTask<SeenGate> FindAsync(string key, CancellationToken cancellationToken) =>
        await notes.GetAsync(key, MostBytes, cancellationToken).ConfigureAwait(false) is { } stored
            ? new SeenGate(key, AlertGate.Of(stored.Content), PutCondition.Over(stored.Tag))
            : new SeenGate(key, Gate: null, PutCondition.Absent);

    /// <summary>Changes a gate, if it still is as it was seen.</summary>
    public async ValueTask<bool> TryPutAsync(SeenGate seen, AlertGate next, CancellationToken cancellationToken) =>
        await notes.PutAsync(seen.Key, next.ToBytes(), seen.Condition, cancellationToken).ConfigureAwait(false) is not null;

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken) => notes.DeleteAsync(key, cancellationToken);

    public async IAsyncEnumerable<SeenGate> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var key in notes.ListAsync(Prefix, "", cancellationToken).ConfigureAwait(false))
            yield return await FindAsync(key, cancellationToken).ConfigureAwait(false);
    }
}
