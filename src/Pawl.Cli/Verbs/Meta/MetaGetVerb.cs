using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Meta;

/// <summary><c>pawl meta get</c>.</summary>
internal sealed class MetaGetVerb : AnswerVerb
{
    private readonly Argument<string> _key = new("KEY") { Description = "The value's key." };

    private readonly Option<bool> _reveal = Reveal.Option();

    public MetaGetVerb()
        : base("get", "Print one metadata value of a build.")
    {
        Add(_key);
        Add(_reveal);
    }

    public override IReadOnlyList<string> Examples => ["image=$(pawl meta get web-42 image)"];

    public override IReadOnlyList<ExitCode> ExitCodes => ChangeCodes;

    protected override async ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildReader reader, CancellationToken cancellationToken)
    {
        var key = call.Get(_key);
        if (!build.Metadata.TryGetValue(key, out var value))
            throw new TransitionRefusedException($"build {build.Id} has no metadata {Ask.Shorten(key)}; `pawl meta list {build.Id}` shows what it has");
        SealedValues.RequireClear(build, value);
        if (!call.Get(_reveal) && build.SensitiveKeys.Contains(key))
            throw new TransitionRefusedException($"metadata {Ask.Shorten(key)} of build {build.Id} is sensitive: `pawl meta get {build.Id} {Ask.Shorten(key)} --reveal` shows it, and writes down that it did");
        await Reveal.RecordAsync(call, build, [key], cancellationToken).ConfigureAwait(false);
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(new MetadataJson(build.Id.Value, key, value), PawlJson.Readable.MetadataJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync(call.Terminal.Raw(value)).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
