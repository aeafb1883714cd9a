using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;
using Pawl.Secrets;

namespace Pawl.Cli.Concourse.Puts;

/// <summary><c>action: interrupt</c>: an attempt was stopped before its end, and the build is free again. It is no failure.</summary>
internal sealed class InterruptAction : PutAction
{
    public override IReadOnlyList<string> Keys => ["state", "reason"];

    public override ValueTask<Func<Change, Change>> PrepareAsync(PutRequest put, CancellationToken cancellationToken)
    {
        var named = put.Params.State("state");
        var reason = ErrorText.Clean(put.Params.Text("reason") ?? "aborted in Concourse", put.Redactor);
        return new(change =>
        {
            var build = change.After;
            var isOwn = build.Lease is { } lease && lease.Holder == put.Worker;
            if (!isOwn || (named is { } state && build.Attempt?.State != state))
            {
                put.Note($"build {put.Build} has no open attempt of this job{(named is { } at ? $" at state {at}" : "")}; nothing is recorded");
                return change;
            }

            put.Note($"attempt {build.Attempt?.Number} at state {build.Current} of build {put.Build} is interrupted");
            return change.InterruptOpenAttempt(reason).Release();
        });
    }
}
