using System.CommandLine;
using Pawl.Builds;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs.Holds;

/// <summary><c>pawl hold lift</c>.</summary>
internal sealed class HoldLiftVerb : RecordVerb
{
    private readonly Option<string> _reason = Ask.Reason();

    public HoldLiftVerb()
        : base("lift", "Let a build go again once it is old enough.") => Add(_reason);

    public override IReadOnlyList<string> Examples => ["pawl hold lift web-42 --reason 'case 2026-117 is closed'"];

    protected override ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var reason = ErrorText.Clean(call.Get(_reason)!, Redactor.Standard);
        return new(change => change.LiftHold(reason));
    }

    protected override string Say(BuildState after) => $"build {after.Id} is not on hold any more";
}
