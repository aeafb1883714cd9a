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

    private readonly Option<bool> _sensitive = new("--sensitive")
    {
        Description = "Show it to nobody who doesn't ask for it with --reveal. A KEY alone takes its value from standard input. In a sealed build nothing of it is masked.",
    };

    public MetaSetVerb()
        : base("set", "Set metadata of a build. What looks like a secret is masked before it is recorded.")
    {
        Add(_pairs);
        Add(_sensitive);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl meta set web-42 image=ami-0abc region=eu-west-1", "pawl meta set web-42 --sensitive db_password < password.txt"];

    protected override async ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (!call.Get(_sensitive))
        {
            var pairs = KeyValue.ParseAll(call.Get(_pairs));
            return change => pairs.Aggregate(change, (c, pair) => c.SetMetadata(pair.Key, pair.Value));
        }

        var values = await SensitiveValue.ReadAllAsync(call.Get(_pairs), Console.In, cancellationToken).ConfigureAwait(false);
        return change => values.Aggregate(change, (c, value) => c.SetMetadata(value.Key, value.For(c.After), Secrecy.Sensitive));
    }

    protected override string Say(BuildState after) => $"build {after.Id} has {after.Metadata.Count} metadata values";
}
