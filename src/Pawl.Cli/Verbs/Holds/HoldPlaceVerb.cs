using System.CommandLine;
using Pawl.Builds;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs.Holds;

/// <summary><c>pawl hold place</c>.</summary>
internal sealed class HoldPlaceVerb : RecordVerb
{
    private readonly Option<string> _reason = Ask.Reason();

    public HoldPlaceVerb()
        : base("place", "Keep a build, however old it gets: nothing erases it until the hold is lifted. Also while it runs, and after it.") => Add(_reason);

    public override IReadOnlyList<string> Examples => ["pawl hold place web-42 --reason 'case 2026-117'"];

    protected override ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var reason = ErrorText.Clean(call.Get(_reason)!, Redactor.Standard);
        return new(change => change.PlaceHold(reason));
    }

    protected override string Say(BuildState after) => $"build {after.Id} is on hold";
}
