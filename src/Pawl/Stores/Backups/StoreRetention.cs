using Pawl.Builds;

namespace Pawl.Stores.Backups;

/// <summary>For how long a store keeps builds that nobody works on. Running ones stay.</summary>
/// <param name="Finished">Completed builds.</param>
/// <param name="Failed">Failed ones.</param>
public sealed record StoreRetention(StayTime Finished, StayTime Failed)
{
    private static readonly StayTime Month = StayTime.Of(TimeSpan.FromDays(30));

    /// <summary>All for 30 days.</summary>
    public static StoreRetention Default { get; } = new(Month, Month);

    /// <summary>What is to be pruned by it.</summary>
    public IEnumerable<LivePruneOrder> Orders(Effect effect)
    {
        if (Finished.HasEnd(out var finished))
            yield return new LivePruneOrder(BuildStatus.Completed, finished, effect);
        if (Failed.HasEnd(out var failed))
            yield return new LivePruneOrder(BuildStatus.Failed, failed, effect);
    }
}

/// <summary>A store's retention as it was set.</summary>
/// <param name="Retention">For how long what stays.</param>
/// <param name="At">When it was set.</param>
/// <param name="By">By whom.</param>
public sealed record SetRetention(StoreRetention Retention, DateTimeOffset At, string By);
