using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Running;

/// <summary>How long each state took in the last completed builds of a pipeline: what the estimate of the time left is made of.</summary>
public static class StateDurations
{
    private const int Builds = 5;
    private const int MostEvents = 5_000;

    // A large fleet in a bucket is listed build by build: a run doesn't wait for that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The median time from start to completion of each state, over the last completed builds of this pipeline. Of builds that
    /// can't be read, or not soon, there are none: an estimate is no reason for a run to fail.</summary>
    public static async Task<IReadOnlyDictionary<StateCode, TimeSpan>> OfPipelineAsync(
        IBuildStore store, string pipeline, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<StateCode, List<TimeSpan>>();
        var query = new BuildQuery { Pipeline = pipeline, Status = BuildStatus.Completed, Limit = Builds };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await foreach (var build in store.ListAsync(query, patience.Token).ConfigureAwait(false))
                await CollectAsync(store.ReadHistoryAsync(build.Id, BuildVersion.None, patience.Token), seen).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StoreException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What was seen so far is as good an estimate as there is.
        }

        return seen.ToDictionary(pair => pair.Key, pair => Median(pair.Value));
    }

    private static async Task CollectAsync(IAsyncEnumerable<BuildEvent> history, Dictionary<StateCode, List<TimeSpan>> seen)
    {
        var started = new Dictionary<StateCode, DateTimeOffset>();
        await foreach (var happened in history.Take(MostEvents).ConfigureAwait(false))
        {
            if (happened is BuildEvent.Started start)
                started[start.State] = start.At;
            if (happened is not BuildEvent.Completed end || !started.Remove(end.State, out var at) || end.At < at)
                continue;
            if (!seen.TryGetValue(end.State, out var times))
                seen.Add(end.State, times = []);
            times.Add(end.At - at);
        }
    }

    private static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
