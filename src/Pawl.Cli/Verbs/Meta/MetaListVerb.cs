using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Meta;

/// <summary><c>pawl meta list</c>.</summary>
internal sealed class MetaListVerb : LookVerb
{
    private readonly Option<bool> _reveal = Reveal.Option();

    public MetaListVerb()
        : base("list", "Show all metadata of a build, a line each.") => Add(_reveal);

    public override IReadOnlyList<ExitCode> ExitCodes => ChangeCodes;

    public override IReadOnlyList<string> Examples => ["pawl meta list web-42", "pawl meta list web-42 --json | jq -r .image"];

    protected override async ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildReader reader, CancellationToken cancellationToken)
    {
        if (call.Get(_reveal))
            await Reveal.RecordAsync(call, build, build.Metadata.Keys, cancellationToken).ConfigureAwait(false);
        var metadata = call.Get(_reveal) ? build.Metadata : ShownMetadata.Of(build);
        if (call.WantsJson)
        {
            var shape = PawlJson.Readable.IReadOnlyDictionaryStringString;
            await call.Terminal.WriteJsonAsync(metadata, shape, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }

        foreach (var (key, value) in metadata)
            await call.Out.WriteLineAsync($"{Visible.Line(key)}={Visible.Line(value)}").ConfigureAwait(false);
        return ExitCode.Done;
    }
}
