using Pawl.Builds;
using Pawl.Secrets;

namespace Pawl.Cli.Concourse.Puts;

/// <summary><c>action: retry</c>: somebody looked into a failure, and it may be tried again.</summary>
internal sealed class RetryAction : PutAction
{
    public override IReadOnlyList<string> Keys => ["reason"];

    public override ValueTask<Func<Change, Change>> PrepareAsync(PutRequest put, CancellationToken cancellationToken)
    {
        var reason = ErrorText.Clean(put.Params.RequiredText("reason", "why it may be tried again"), put.Redactor);
        return new(change =>
        {
            if (change.After.Status != BuildStatus.Failed)
            {
                put.Note($"build {put.Build} is {change.After.Status.ToText()} at state {change.After.Current}, not failed; nothing is recorded");
                return change;
            }

            put.Note($"state {change.After.Current} of build {put.Build} may be tried again");
            return change.RequireFree(put.Call.IsKnownDead).RetryManually(reason);
        });
    }
}
