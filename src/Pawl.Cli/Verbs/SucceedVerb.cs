using System.CommandLine;
using Pawl.Builds;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl succeed</c>: a script's attempt did its work.</summary>
internal sealed class SucceedVerb : ChangeVerb
{
    private readonly Argument<StateCode?> _state = Ask.State();
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Metadata to record with it, in the same append; may be repeated.",
        HelpName = "KEY=VALUE",
    };

    public SucceedVerb()
        : base("succeed", "Record that the current state is completed; the pipeline's next state becomes the current one.")
    {
        Add(_state);
        Add(_set);
    }

    public override IReadOnlyList<string> Examples => ["pawl succeed web-42", "pawl succeed web-42 10 --set image=ami-0abc"];

    protected override ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var state = call.Get(_state);
        var pairs = KeyValue.ParseAll(call.Get(_set) ?? []);
        return new(change => KeyValue
            .SetAll(pairs, change.RequireFree(call.IsKnownDead), call.Terminal.Note)
            .Succeed(state ?? change.After.Current)
            .Release());
    }
}
