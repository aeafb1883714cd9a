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

    private readonly Option<bool> _sensitive = new("--sensitive")
    {
        Description = "Show it to nobody who doesn't ask for it with --reveal. A KEY alone takes its value from standard input. In a sealed build nothing of it is masked.",
    };

    public MetaSetVerb()
        : base("set", "Set metadata of a build. What looks like a secret is masked before it is recorded.")
    {
        Add(_pairs);
        Add(_file);
        Add(_sensitive);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "pawl meta set web-42 image=ami-0abc region=eu-west-1",
        "pawl meta set web-42 notes --file notes.txt",
        "pawl meta set web-42 --sensitive db_password < password.txt",
        "jq .facts report.json | pawl meta set web-42 --file -",
    ];

    protected override async ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var (texts, file) = (call.Get(_pairs) ?? [], call.Get(_file));
        if (!call.Get(_sensitive))
        {
            var pairs = await PairsAsync(texts, file, cancellationToken).ConfigureAwait(false);
            return change => KeyValue.SetAll(pairs, change, call.Terminal.Note);
        }

        var values = texts.Length > 0 && file is null
            ? await SensitiveValue.ReadAllAsync(texts, Console.In, cancellationToken).ConfigureAwait(false)
            : [.. (await PairsAsync(texts, file, cancellationToken).ConfigureAwait(false)).Select(pair => SensitiveValue.Of(pair.Key, pair.Value))];
        return change => values.Aggregate(change, (c, value) => c.SetMetadata(value.Key, value.For(c.After, call.Terminal.Note), Secrecy.Sensitive));
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
