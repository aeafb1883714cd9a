using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;
using Pawl.Cli.Verbs;
using Pawl.Running;

namespace Pawl.Cli.Concourse.Puts;

/// <summary><c>action: start</c>: an attempt begins, and the build is held. A state that is completed already stays so: nothing begins.</summary>
internal sealed class StartAction : PutAction
{
    private static readonly TimeSpan DefaultLease = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);

    // A timer can't wait for months at once.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    // What spreads a wait makes it a tenth longer.
    private const double LongestShare = 1.2;

    public override IReadOnlyList<string> Keys => ["state", "lease", "wait"];

    public override ValueTask<Func<Change, Change>> PrepareAsync(PutRequest put, CancellationToken cancellationToken)
    {
        var named = put.Params.State("state");
        var lease = put.Params.Duration("lease") ?? DefaultLease;
        if (lease < ShortestLease)
            throw put.Params.Fault("lease", "must be 1s or more");
        return new(change =>
        {
            var state = named ?? change.After.Current;
            if (IsDone(change.After, state))
            {
                put.Note($"state {state} of build {put.Build} is completed already; nothing is begun");
                return change;
            }

            var free = change.RequireFree(put.Call.IsKnownDead);
            RequireTry(free.After, put);
            var started = RunLink.Set(free, put).Claim(lease, put.Call.IsKnownDead).Start(state);
            put.Note($"attempt {started.After.Attempt!.Number} at state {state} of build {put.Build} begins");
            return started;
        });
    }

    // The rest of the wait that the failed attempt was given: a job that is run again doesn't begin it anew, nor leave it out.
    public override async ValueTask WaitAsync(BuildState build, PutRequest put, CancellationToken cancellationToken)
    {
        if (!put.Params.Flag("wait") || build.LastFailure?.Failure.RetryAt is not { } due || due <= put.Call.Time.GetUtcNow())
            return;
        if (IsDone(build, put.Params.State("state") ?? build.Current))
            return;
        var policy = KnownPipeline.RetryOf(build, put.Pipeline?.Find(build.Current));
        var longest = (policy.Initial > policy.Max ? policy.Initial : policy.Max) * LongestShare;
        put.Call.Terminal.Note($"state {build.Current} failed {build.RetryCount} times; the next try is due at {UtcTime.Format(due)}, waiting");
        for (var end = Min(due, put.Call.Time.GetUtcNow() + longest); put.Call.Time.GetUtcNow() is var now && now < end;)
            await Task.Delay(end - now < LongestDelay ? end - now : LongestDelay, put.Call.Time, cancellationToken).ConfigureAwait(false);
    }

    private static string Why(Failure failure) => failure.Category == FailureCategory.Persistent
        ? $"failed for a reason that trying again doesn't mend ({Ask.Shorten(failure.Rule)})"
        : "used up its tries";

    private static DateTimeOffset Min(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static void RequireTry(BuildState build, PutRequest put)
    {
        if (build.LastFailure is not { Failure: { RetryAt: null } failure })
            return;
        if (put.Pipeline?.Find(build.Current) is { } state && PeopleNeeded.Why(build, state) is { } why)
            throw new TransitionRefusedException($"{why}, or a put with `action: retry`, then run the job again");
        if (RunLink.IsOf(build, put))
            throw new TransitionRefusedException($"state {build.Current} of build {build.Id} {Why(failure)} in this very run; look into it, then run the job again");
    }
}
