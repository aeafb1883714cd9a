using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Backup;

/// <summary>Which builds of the store are old enough to go, and who says so.</summary>
/// <param name="Orders">What is done.</param>
/// <param name="Json">The same for a report.</param>
internal sealed record PruneRule(IReadOnlyList<LivePruneOrder> Orders, PrunePolicyJson Json)
{
    /// <summary>The store's own retention.</summary>
    public static PruneRule Of(SetRetention? set, Retention? backup, Effect effect)
    {
        var retention = set?.Retention ?? StoreRetention.Default;
        return new PruneRule(
            [.. retention.Orders(effect)],
            new PrunePolicyJson(set is null ? "default" : "store", retention.Finished.ToString(), retention.Failed.ToString(), set?.At, set?.By, Shape(backup)));
    }

    /// <summary>What the options say.</summary>
    public static PruneRule Of(LivePruneOrder order, Retention? backup)
    {
        var age = Retention.FormatAge(order.Age);
        return new PruneRule(
            [order],
            new PrunePolicyJson("options", order.Status == BuildStatus.Completed ? age : null, order.Status == BuildStatus.Failed ? age : null, null, null, Shape(backup)));
    }

    private static RetentionJson? Shape(Retention? backup) =>
        backup is null ? null : new RetentionJson(Retention.FormatAge(backup.Moments), Retention.FormatAge(backup.Weekly));
}
