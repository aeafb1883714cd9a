using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;
using Pawl.Secrets;

namespace Pawl.Cli.Concourse.Puts;

/// <summary><c>action: rollback</c>: back to an earlier state. It must be named: a put that Concourse runs again would go back further else.</summary>
internal sealed class RollbackAction : PutAction
{
    public override IReadOnlyList<string> Keys => ["to", "reason"];

    public override ValueTask<Func<Change, Change>> PrepareAsync(PutRequest put, CancellationToken cancellationToken)
    {
        var reason = ErrorText.Clean(put.Params.RequiredText("reason", "why it goes back"), put.Redactor);
        _ = put.Params.RequiredText("to", "the state to go back to");
        var to = put.Params.State("to")!.Value;
        return new(change =>
        {
            if (change.After.Current == to && change.After.Status != BuildStatus.Completed)
            {
                put.Note($"build {put.Build} stands at state {to} already; nothing is recorded");
                return change;
            }

            put.Note($"build {put.Build} goes back to state {to}");
            return change.RequireFree(put.Call.IsKnownDead).RollBack(to, reason).Release();
        });
    }
}
