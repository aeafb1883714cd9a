using System.CommandLine;
using Pawl.Cli.Output;
using Pawl.Cli.Stores;
using Pawl.Sealing;

namespace Pawl.Cli.Verbs.Keys;

/// <summary><c>pawl key rotate</c>.</summary>
internal sealed class KeyRotateVerb : Verb
{
    private readonly Option<string?> _backup = KeyShelves.BackupOption();
    private readonly Option<bool> _all = new("--all") { Description = "Also those that the current key wrapped: its service made a new version of it." };

    public KeyRotateVerb()
        : base("rotate", "Wrap the keys of all builds by the current key, in the store, its mirror and its backup; give the old one too. No history is touched. Cut short, it goes on.")
    {
        Add(_backup);
        Add(_all);
    }

    public override IReadOnlyList<string> Examples =>
        ["PAWL_KEY_FILE=new.key PAWL_OLD_KEY_FILES=old.key pawl key rotate --mirror s3://state-mirror --backup s3://state-backup"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var rotation = new KeyRotation(GivenKeys.Ring.Value, call.Get(_all) ? RotationScope.All : RotationScope.Others);
        foreach (var place in KeyShelves.Of(call, _backup))
        {
            await using var shelf = place.OpenShelf();
            await rotation.RunAsync(shelf, (key, fault) => call.Terminal.Note($"pawl: {place.Text}: build {key.Build}: {fault}"), cancellationToken).ConfigureAwait(false);
        }

        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(new RotationJson(rotation.Rewrapped, rotation.Current, rotation.Failed), PawlJson.Readable.RotationJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync($"{rotation.Rewrapped} keys were wrapped anew, {rotation.Current} were already{(rotation.Failed > 0 ? $"; {rotation.Failed} could not be: keep their key" : "")}").ConfigureAwait(false);
        return rotation.Failed == 0 ? ExitCode.Done : ExitCode.Store;
    }
}
