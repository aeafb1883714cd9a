namespace Pawl.Waiting;

/// <summary>How many of several builds must get there.</summary>
public enum WaitQuorum
{
    /// <summary>Every one.</summary>
    All,

    /// <summary>One is enough.</summary>
    Any,
}

/// <summary>From the verdicts on several builds to that on the wait. Pure.</summary>
public static class WaitQuorums
{
    // What people most need to know of several bad ends.
    private static readonly WaitVerdict[] BadEnds = [WaitVerdict.Failed, WaitVerdict.Unreachable, WaitVerdict.Missing];

    /// <summary>The verdict on all of them together: <see cref="WaitVerdict.Waiting"/> as long as it isn't decided.</summary>
    public static WaitVerdict Of(this WaitQuorum quorum, IReadOnlyCollection<WaitVerdict> builds) => quorum switch
    {
        WaitQuorum.All when builds.All(verdict => verdict == WaitVerdict.Reached) => WaitVerdict.Reached,
        WaitQuorum.All => BadEnds.FirstOrDefault(builds.Contains, WaitVerdict.Waiting),
        WaitQuorum.Any when builds.Contains(WaitVerdict.Reached) => WaitVerdict.Reached,
        WaitQuorum.Any when builds.Contains(WaitVerdict.Waiting) => WaitVerdict.Waiting,
        WaitQuorum.Any => BadEnds.First(builds.Contains),
        _ => throw new ArgumentOutOfRangeException(nameof(quorum), quorum, "no such quorum"),
    };
}
