using System.CommandLine;
using Pawl.Builds;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl rollback</c>: back to an earlier state.</summary>
internal sealed class RollbackVerb : ChangeVerb
{
    private readonly Option<StateCode?> _to = Ask.StateOption("--to", "An earlier state that is completed. Default: the last one before the current.");
    private readonly Option<string> _reason = Ask.Reason();

    public RollbackVerb()
        : base("rollback", "Go back to an earlier completed state; it and the later ones run again, and all history stays.")
    {
        Add(_to);
        Add(_reason);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl rollback web-42 --reason 'wrong base packages'", "pawl rollback web-42 --to 15 --reason 'new security baseline'"];

    protected override ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var to = call.Get(_to);
        var reason = call.Get(_reason)!;
        return new(change => change.RequireFree(call.IsKnownDead)
            .RollBack(to ?? Change.LastCompletedBefore(change.After), ErrorText.Clean(reason, BuildSecrets.Of(change.After).Redactor))
            .Release());
    }
}
