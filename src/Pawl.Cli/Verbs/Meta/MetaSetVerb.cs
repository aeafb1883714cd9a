using System.Collections.Immutable;
using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Completion;

namespace Pawl.Cli.Verbs.Meta;

/// <summary><c>pawl meta set</c>.</summary>
internal sealed class MetaSetVerb : RecordVerb
{
    private readonly Argument<string[]> _pairs = new("KEY=VALUE")
    {
        Description = "What to set; several are set together or not at all. With --file: one KEY, or none.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _file = new Option<string?>("--file")
    {
        Description = "A file that is the value of KEY, or without a KEY a JSON object of keys and values; - reads standard input.",
        HelpName = "FILE|-",
    }.Completing(Candidates.AllFiles);

    public MetaSetVerb()
        : base("set", "Set metadata of a build. What looks like a secret is masked before it is recorded.")
    {
        Add(_pairs);
        Add(_file);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "pawl meta set web-42 image=ami-0abc region=eu-west-1",
        "pawl meta set web-42 notes --file notes.txt",
        "jq .facts report.json | pawl meta set web-42 --file -",
    ];

    protected override async ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var pairs = await PairsAsync(call.Get(_pairs) ?? [], call.Get(_file), cancellationToken).ConfigureAwait(false);
        return change => KeyValue.SetAll(pairs, change, call.Terminal.Note);
    }

    protected override string Say(BuildState after) => $"build {after.Id} has {after.Metadata.Count} metadata values";

    private static async ValueTask<ImmutableArray<KeyValue>> PairsAsync(string[] texts, string? file, CancellationToken cancellationToken) => (texts, file) switch
    {
        ([], null) => throw new UsageException("`pawl meta set` needs KEY=VALUE, or --file FILE"),
        (_, null) => KeyValue.ParseAll(texts),
        ([], { } input) => await MetaInput.ObjectAsync(input, cancellationToken).ConfigureAwait(false),
        ([var key], { } input) when !key.Contains('=', StringComparison.Ordinal) => [await MetaInput.ValueAsync(key, input, cancellationToken).ConfigureAwait(false)],
        _ => throw new UsageException("with --file, `pawl meta set` takes one KEY without a value, or none"),
    };
}
