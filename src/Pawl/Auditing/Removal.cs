using Pawl.Builds;

namespace Pawl.Auditing;

/// <summary>What is known of a build that isn't there.</summary>
public enum RemovalKind
{
    /// <summary>No anchor says that it ever was.</summary>
    Unknown,

    /// <summary>Signed tombstones cover all that its anchors say.</summary>
    ByRight,

    /// <summary>It was there, and nothing that the operator signed says that it may be gone.</summary>
    Unexplained,
}

/// <summary>Why a build isn't there.</summary>
/// <param name="Kind">What is known.</param>
/// <param name="Message">For people.</param>
public sealed record Removal(RemovalKind Kind, string Message)
{
    /// <summary>There never was one, as far as anchors tell.</summary>
    public static Removal None { get; } = new(RemovalKind.Unknown, "");

    /// <summary>Compares what anchors say of a build with what tombstones do.</summary>
    /// <param name="anchors">Its anchors, the oldest first; one at least.</param>
    /// <param name="tombstones">Its tombstones. Those that this key didn't sign prove nothing.</param>
    /// <param name="key">The operator's key.</param>
    public static Removal Judge(IReadOnlyList<Anchor> anchors, IReadOnlyList<Tombstone> tombstones, OperatorKey key)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        ArgumentNullException.ThrowIfNull(tombstones);
        var signed = tombstones.Where(tombstone => tombstone.IsBy(key)).ToList();
        if (anchors.LastOrDefault(anchor => !signed.Exists(tombstone => tombstone.Covers(anchor))) is not { } open)
        {
            var last = signed.MaxBy(tombstone => tombstone.At)!;
            return new Removal(RemovalKind.ByRight, $"it was removed at version {last.Version} by {Words(last)}");
        }

        var best = tombstones.OrderBy(tombstone => Weight(tombstone, key)).ThenBy(tombstone => tombstone.At).LastOrDefault();
        return new Removal(
            RemovalKind.Unexplained, $"the build was removed: its anchor of {UtcTime.Format(open.At)} says that it had reached version {open.Version}{Said(best, key)}");
    }

    private static string Said(Tombstone? tombstone, OperatorKey key) => tombstone switch
    {
        null => "",
        { IsSigned: false } => $"; a tombstone that nobody signed claims that it was removed by {Words(tombstone)}",
        _ when tombstone.IsBy(key) => $"; its tombstone of {UtcTime.Format(tombstone.At)} is of version {tombstone.Version} and doesn't cover that",
        _ when tombstone.Key != key.Name => $"; its tombstone of {UtcTime.Format(tombstone.At)} was signed by key {tombstone.Key}, and this is key {key.Name}",
        _ => $"; its tombstone of {UtcTime.Format(tombstone.At)} isn't as it was signed: it was changed",
    };

    private static string Words(Tombstone tombstone) => $"{tombstone.By}, {UtcTime.Format(tombstone.At)}: {tombstone.Why}";

    private static int Weight(Tombstone tombstone, OperatorKey key) => !tombstone.IsSigned ? 0 : tombstone.IsBy(key) ? 2 : 1;
}
