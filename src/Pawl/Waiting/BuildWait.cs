using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Waiting;

/// <summary>Waits until builds get where they are wanted. A build that got there counts, also when it is elsewhere again by the time that it is
/// looked at: the outcome depends on what happened, not on when it was looked at.</summary>
/// <param name="log">A hand on the store.</param>
/// <param name="goal">What is waited for.</param>
/// <param name="quorum">By how many of them.</param>
/// <param name="absence">What it means that a build isn't there.</param>
/// <param name="warn">Told once when the store can't be reached for a while.</param>
public sealed class BuildWait(BuildLog log, WaitGoal goal, WaitQuorum quorum, Absence absence, Action<string> warn)
{
    private readonly List<Awaited> _builds = [];
    private readonly PassingTrouble _trouble = new(warn);

    /// <summary>Waits.</summary>
    /// <param name="ids">For which builds.</param>
    /// <param name="notices">When to look; listening already.</param>
    /// <param name="deadline">Cancelled when the time is over: the wait is answered as it stands.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The builds; the wait is <see cref="WaitVerdict.Waiting"/> when its time was over.</returns>
    /// <exception cref="StoreException">The store can't be used: at the first look, for good, or until the time was over.</exception>
    public async Task<WaitResult> RunAsync(
        IEnumerable<BuildId> ids, IChangeNotices notices, CancellationToken deadline, CancellationToken cancellationToken)
    {
        _builds.AddRange(ids.Distinct().Select(id => new Awaited(new BuildFollower(log, id))));
        foreach (var build in _builds)
            await LookAsync(build, cancellationToken).ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
        try
        {
            for (var quiet = 0; Verdict == WaitVerdict.Waiting;)
            {
                var choice = await notices.WaitAsync(quiet, either.Token).ConfigureAwait(false);
                quiet = await TryLookAsync(choice, either.Token).ConfigureAwait(false) ? 0 : quiet + 1;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (_trouble.Now is { } lasting)
                throw lasting;
        }

        return new WaitResult(Verdict, [.. _builds.Select(build => new WaitedBuild(build.Follower.Id, build.At, build.Verdict))]);
    }

    private WaitVerdict Verdict => quorum.Of([.. _builds.Select(build => build.Verdict)]);

    /// <returns>True when something was new.</returns>
    private async ValueTask<bool> TryLookAsync(BuildChoice choice, CancellationToken cancellationToken)
    {
        try
        {
            var news = false;
            // After trouble nobody knows which builds' notices were in vain.
            foreach (var build in _builds.Where(build => _trouble.Now is not null || choice.Includes(build.Follower.Id)))
                news |= await LookAsync(build, cancellationToken).ConfigureAwait(false);
            _trouble.End();
            return news;
        }
        catch (StoreException e) when (PassingTrouble.MayPass(e))
        {
            _trouble.Begin(e);
            return false;
        }
    }

    // Of any, one that failed may still be mended and get there.
    private bool IsDecided(Awaited build) =>
        build.Verdict == WaitVerdict.Reached || (quorum == WaitQuorum.All && build.Verdict != WaitVerdict.Waiting);

    private async ValueTask<bool> LookAsync(Awaited build, CancellationToken cancellationToken)
    {
        if (IsDecided(build))
            return false;
        var news = false;
        await foreach (var sight in build.Follower.LookAsync(cancellationToken).ConfigureAwait(false))
        {
            news = true;
            build.At = sight.State;
            build.Verdict = goal.Judge(sight.State) switch
            {
                WaitVerdict.Missing when absence == Absence.IsNotYet => WaitVerdict.Waiting,
                var verdict => verdict,
            };
            if (IsDecided(build))
                break;
        }

        return news;
    }

    private sealed class Awaited(BuildFollower follower)
    {
        public BuildFollower Follower => follower;

        public BuildState At { get; set; } = follower.Seen;

        public WaitVerdict Verdict { get; set; }
    }
}

/// <summary>What it means that a build isn't there.</summary>
public enum Absence
{
    /// <summary>It will never be: somebody has mistaken its name, or it was erased.</summary>
    IsFinal,

    /// <summary>It will be begun.</summary>
    IsNotYet,
}

/// <summary>How a wait ended.</summary>
/// <param name="Verdict">The verdict on all builds together.</param>
/// <param name="Builds">Each of them, in the order in which they were named.</param>
public sealed record WaitResult(WaitVerdict Verdict, IReadOnlyList<WaitedBuild> Builds);

/// <summary>How a build stood when the wait ended, or when it got where it was wanted.</summary>
public sealed record WaitedBuild(BuildId Id, BuildState State, WaitVerdict Verdict);
