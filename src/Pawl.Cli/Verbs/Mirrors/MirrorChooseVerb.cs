using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Sealing;
using Pawl.Secrets;
using Pawl.Stores.Mirroring;

namespace Pawl.Cli.Verbs.Mirrors;

/// <summary><c>pawl mirror choose</c>: ends a divergence.</summary>
internal sealed class MirrorChooseVerb : Verb
{
    private readonly Argument<BuildId> _build = Ask.BuildId();
    private readonly Option<string> _reason = Ask.Reason();

    private readonly Option<CopyKept> _keep = new("--keep")
    {
        Description = "local or mirror: the copy that the build goes on from. The other one is put aside as a file.",
        HelpName = "COPY",
        Required = true,
        CustomParser = result => Ask.Text(result) switch
        {
            "local" => CopyKept.Local,
            "mirror" => CopyKept.Mirror,
            _ => Ask.Refuse<CopyKept>(result, $"--keep: '{Ask.Shown(result)}' is neither local nor mirror"),
        },
    };

    public MirrorChooseVerb()
        : base("choose", "Choose one of two copies of a build that went on in two places; the other one is kept aside as a file.")
    {
        Add(_build);
        Add(_keep);
        Add(_reason);
    }

    public override IReadOnlyList<string> Examples => ["pawl mirror choose web-42 --keep mirror --reason 'the other machine went on' --mirror s3://state-builds"];

    public override IReadOnlyList<ExitCode> ExitCodes => WorkCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var place = call.MirrorPlace ?? throw new UsageException("which mirror? name it with --mirror URL or PAWL_MIRROR");
        await using var local = call.OpenOutbox()!;
        // What is put aside can be read as long as its key is there.
        await using var mirror = call.OpenToFill(place, call.Place, KeyAfterErasure.Kept);
        var reason = ErrorText.Clean(call.Get(_reason)!, Redactor.Standard);
        var choice = new MirrorChoice(local, mirror, place.Text, Path.Combine(call.Place.LocalFolder, "aside"), call.Log(local).Now);
        var file = await choice.KeepAsync(call.Get(_build), call.Get(_keep), reason, cancellationToken).ConfigureAwait(false);
        if (choice.UndidErasures)
            call.Terminal.Note($"values of build {call.Get(_build)} were erased in the copy that gave way, and can be read in the chosen one: erase them again, with `pawl subject erase` or `pawl erase`; {file} says when and why");
        var build = await call.Log(local).LoadAsync(call.Get(_build), cancellationToken).ConfigureAwait(false);
        await using var keys = call.Keys();
        if (!build.Seal.IsNone)
            await keys.RequireAsync(build.Id, build.Seal, cancellationToken).ConfigureAwait(false);
        return await call.ShowChangedAsync(build, $"{BuildText.Line(build)}, in both stores; the other copy is in {file}", cancellationToken).ConfigureAwait(false);
    }
}
