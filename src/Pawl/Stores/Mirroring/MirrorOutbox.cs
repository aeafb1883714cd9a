using System.Collections.Concurrent;
using Pawl.Builds;

namespace Pawl.Stores.Mirroring;

/// <summary>Writes down how mirrors stand, and tells people once when one can't be reached.</summary>
internal sealed class MirrorOutbox(IOutboxStore local, StoreContext context)
{
    private const int MostError = 500;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);

    public DateTimeOffset Now => context.Time.GetUtcNow();

    /// <summary>How one mirror of a build stands.</summary>
    public async ValueTask<OutboxRow> ReadAsync(BuildId id, string target, CancellationToken cancellationToken) =>
        (await local.ReadOutboxAsync(id, cancellationToken).ConfigureAwait(false)).FirstOrDefault(row => row.Target == target) ?? OutboxRow.None(target);

    /// <summary>An append is about to be made in the mirror first.</summary>
    public ValueTask DoubtAsync(BuildId id, OutboxRow row, BuildVersion version, CancellationToken cancellationToken) =>
        local.WriteOutboxAsync(id, row with { Doubt = version }, cancellationToken);

    /// <summary>The mirror has got this version.</summary>
    public ValueTask ReachedAsync(BuildId id, OutboxRow row, BuildVersion version, BuildVersion lastAppend, CancellationToken cancellationToken)
    {
        var reached = row with
        {
            Owed = row.Owed > version ? row.Owed : version,
            Shipped = version,
            LastAppend = lastAppend,
            Doubt = BuildVersion.None,
            Tries = 0,
            Due = DateTimeOffset.UnixEpoch,
            Error = "",
        };
        return local.WriteOutboxAsync(id, reached, cancellationToken);
    }

    /// <summary>The mirror couldn't be reached: it is left alone for a while, each time longer.</summary>
    public ValueTask FailedAsync(BuildId id, OutboxRow row, StoreException trouble, CancellationToken cancellationToken)
    {
        Warn(row.Target, trouble);
        var wait = TimeSpan.FromSeconds(Math.Min(FirstWait.TotalSeconds * Math.Pow(2, Math.Min(row.Tries, 30)), LongestWait.TotalSeconds));
        // Spread, so that all builds of a fleet don't come back at once.
        var due = Now + (wait * (0.8 + (Random.Shared.NextDouble() * 0.4)));
        return local.WriteOutboxAsync(id, row with { Tries = row.Tries + 1, Due = due, Error = Shorten(trouble.Message) }, cancellationToken);
    }

    /// <summary>Both copies went on: nothing more is shipped until somebody chooses.</summary>
    public ValueTask DivergedAsync(BuildId id, OutboxRow row, string message, CancellationToken cancellationToken) =>
        local.WriteOutboxAsync(id, row with { Due = OutboxRow.Never, Error = message }, cancellationToken);

    /// <summary>Tells the mirror what it had when it was last written to, if this is that: then it need not be looked up there.</summary>
    public async ValueTask RecallAsync(Mirror mirror, BuildState state, OutboxRow row, CancellationToken cancellationToken)
    {
        if (row.LastAppend != BuildVersion.None && row.Shipped == state.Version && mirror.Store is IRecallingStore recalling
            && await local.ReadHistoryAsync(state.Id, BuildVersion.None, cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) is { } creation)
            recalling.Recall(state, creation.Id, row.LastAppend);
    }

    /// <summary>Says, once, that a mirror can't be reached.</summary>
    public void Warn(string target, StoreException trouble)
    {
        if (_warned.TryAdd(target, true))
            context.Warn($"the mirror is behind: {trouble.Message}. Nothing is lost: the build goes on here, later commands ship what is missing, and `pawl sync` does so at once");
    }

    private static string Shorten(string text) => text.Length <= MostError ? text : text[..MostError];
}
