using Pawl.Builds;

namespace Pawl.Stores.Copying;

/// <summary>Brings all builds of one store to another, several at once, and compares each copy with its original in the end.</summary>
public sealed class FleetCopy(IBuildStore from, IBuildStore to, TimeProvider time, Worker worker, CopyLikeness likeness = CopyLikeness.Whole)
{
    private const int AtOnce = 8;
    private const int Rounds = 3;

    private int _builds;
    private int _faulty;
    private long _events;

    /// <summary>The builds that are the same in both stores now.</summary>
    public int Builds => _builds;

    /// <summary>The builds that aren't.</summary>
    public int Faulty => _faulty;

    /// <summary>The events that were brought over.</summary>
    public long Events => _events;

    /// <summary>Copies these builds.</summary>
    /// <param name="ids">Which.</param>
    /// <param name="tell">Told of each build that couldn't be copied; from several threads.</param>
    /// <param name="cancellationToken">Stops: what was copied stays, and the next call goes on.</param>
    public Task CopyAsync(IAsyncEnumerable<BuildId> ids, Action<BuildId, string> tell, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (id, token) =>
        {
            if (await TryCopyAsync(id, token).ConfigureAwait(false) is { } fault)
            {
                Interlocked.Increment(ref _faulty);
                tell(id, fault);
            }
            else
            {
                Interlocked.Increment(ref _builds);
            }
        });

    private async ValueTask<string?> TryCopyAsync(BuildId id, CancellationToken cancellationToken)
    {
        try
        {
            return await CopyAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StoreException or BuildDivergedException or BuildChangedException or TransitionRefusedException)
        {
            return e.Message;
        }
    }

    // A build that is being worked on moves on between copy and comparison.
    private async ValueTask<string?> CopyAsync(BuildId id, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            await new BuildLog(from, time, worker).AdoptAsync(id, cancellationToken).ConfigureAwait(false);
            var before = (await to.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State.Version;
            var copied = await new BuildCopier(from, to).CopyAsync(id, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _events, copied.Version.Value - before.Value);
            var difference = await CopyVerification.FindDifferenceAsync(id, from, to, cancellationToken, likeness).ConfigureAwait(false);
            if (difference is null || round == Rounds)
                return difference;
        }
    }
}
