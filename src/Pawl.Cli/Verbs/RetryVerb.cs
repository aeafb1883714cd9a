using System.CommandLine;
using Pawl.Builds;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl retry</c>: somebody looked into a failure.</summary>
internal sealed class RetryVerb : ChangeVerb
{
    private readonly Option<string> _reason = Ask.Reason();

    public RetryVerb()
        : base("retry", "Allow a failed state to be tried again after a look into it; its retry count starts anew.") => Add(_reason);

    public override IReadOnlyList<string> Examples => ["pawl retry web-42 --reason 'mirror is back' && pawl resume web-42"];

    protected override ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var reason = call.Get(_reason)!;
        return new(change => change.RequireFree(call.IsKnownDead).RetryManually(ErrorText.Clean(reason, BuildSecrets.Of(change.After).Redactor)));
    }
}
