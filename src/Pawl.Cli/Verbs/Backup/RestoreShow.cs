using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Backup;

/// <summary>Restores one build or many, and shows what became of each.</summary>
internal sealed class RestoreShow(Invocation call, Func<BuildId, CancellationToken, ValueTask<RestoredBuild>> restore)
{
    private const int AtOnce = 8;

    private readonly List<RestoredJson> _shapes = [];

    /// <summary>One build: what stands in the way is the program's error.</summary>
    public async ValueTask<ExitCode> OneAsync(BuildId id, CancellationToken cancellationToken)
    {
        var restored = await restore(id, cancellationToken).ConfigureAwait(false);
        await ShowAsync(id, restored).ConfigureAwait(false);
        await EndAsync(cancellationToken).ConfigureAwait(false);
        return restored.Result is RestoreResult.Newer or RestoreResult.Unknown ? ExitCode.NoSuchBuild : ExitCode.Done;
    }

    /// <summary>Many: one that can't be restored stops no other.</summary>
    public async ValueTask<ExitCode> AllAsync(IEnumerable<BuildId> ids, CancellationToken cancellationToken)
    {
        var code = ExitCode.Done;
        foreach (var some in ids.Chunk(AtOnce))
        {
            var done = await Task.WhenAll(some.Select(id => TryAsync(id, cancellationToken))).ConfigureAwait(false);
            foreach (var (id, restored, failed) in done)
            {
                code = code == ExitCode.Done ? failed : code;
                await ShowAsync(id, restored).ConfigureAwait(false);
            }
        }

        await EndAsync(cancellationToken).ConfigureAwait(false);
        return code;
    }

    private async Task<(BuildId Id, RestoredBuild Restored, ExitCode Code)> TryAsync(BuildId id, CancellationToken cancellationToken)
    {
        try
        {
            return (id, await restore(id, cancellationToken).ConfigureAwait(false), ExitCode.Done);
        }
        catch (Exception e) when (BackupFault.IsOfOneBuild(e))
        {
            return (id, new RestoredBuild(RestoreResult.Refused, BuildState.None(id), e.Message), Pawl.Cli.ExitCodes.Of(e));
        }
    }

    private async ValueTask ShowAsync(BuildId id, RestoredBuild restored)
    {
        var state = restored.State;
        if (call.WantsJson)
        {
            _shapes.Add(new RestoredJson(
                id.Value, Word(restored.Result), state.Exists ? state.Current.Value : null, state.Exists ? state.Status.ToText() : null, state.Version.Value, restored.Message));
            return;
        }

        var stands = state.Exists ? $", state {state.Current} {state.Status.ToText()}" : "";
        await call.Out.WriteLineAsync($"{id}: {Word(restored.Result)}{stands}: {Visible.Line(restored.Message)}").ConfigureAwait(false);
    }

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(_shapes, PawlJson.Readable.IReadOnlyListRestoredJson, cancellationToken).ConfigureAwait(false);
    }

    private static string Word(RestoreResult result) => result switch
    {
        RestoreResult.Restored => "restored",
        RestoreResult.Same => "same",
        RestoreResult.Unknown => "unknown",
        RestoreResult.Newer => "newer",
        RestoreResult.Erased => "erased",
        RestoreResult.Refused => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "no such result"),
    };
}
