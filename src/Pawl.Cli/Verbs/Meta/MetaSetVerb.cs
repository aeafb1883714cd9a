using System.CommandLine;
using Pawl.Builds;

namespace Pawl.Cli.Verbs.Meta;

/// <summary><c>pawl meta set</c>.</summary>
internal sealed class MetaSetVerb : RecordVerb
{
    private readonly Argument<string[]> _pairs = new("KEY=VALUE")
    {
        Description = "What to set; several are set together or not at all.",
        Arity = ArgumentArity.OneOrMore,
    };

    public MetaSetVerb()
        : base("set", "Set metadata of a build. What looks like a secret is masked before it is recorded.") => Add(_pairs);

    public override IReadOnlyList<string> Examples => ["pawl meta set web-42 image=ami-0abc region=eu-west-1"];

    protected override ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var pairs = KeyValue.ParseAll(call.Get(_pairs));
        return new(change => KeyValue.SetAll(pairs, change, call.Terminal.Note));
    }

    protected override string Say(BuildState after) => $"build {after.Id} has {after.Metadata.Count} metadata values";
}
