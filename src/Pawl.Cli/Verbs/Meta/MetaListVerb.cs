using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Meta;

/// <summary><c>pawl meta list</c>.</summary>
internal sealed class MetaListVerb() : LookVerb("list", "Show all metadata of a build, a line each.")
{
    public override IReadOnlyList<string> Examples => ["pawl meta list web-42", "pawl meta list web-42 --json | jq -r .image"];

    protected override async ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildReader reader, CancellationToken cancellationToken)
    {
        if (call.WantsJson)
        {
            var shape = PawlJson.Readable.IReadOnlyDictionaryStringString;
            await call.Terminal.WriteJsonAsync(build.Metadata, shape, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }

        foreach (var (key, value) in build.Metadata)
            await call.Out.WriteLineAsync($"{Visible.Line(key)}={Visible.Line(value)}").ConfigureAwait(false);
        return ExitCode.Done;
    }
}
