using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Sealing;
using Pawl.Stores;
using Pawl.Stores.Mirroring;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl status</c>: where a build stands.</summary>
internal sealed class StatusVerb() : LookVerb("status", "Show where a build stands, who holds it, how it failed last and what comes next.")
{
    public override IReadOnlyList<string> Examples => ["pawl status web-42", "pawl status web-42 --json | jq -r .currentState"];

    protected override async ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildReader reader, CancellationToken cancellationToken)
    {
        var mirrors = await MirrorsAsync(build.Id, call, reader, cancellationToken).ConfigureAwait(false);
        if (call.WantsJson)
        {
            var json = BuildDocument.Of(build) with
            {
                StateHistory = reader.ReadRowsAsync(build, cancellationToken),
                Mirrors = mirrors.Count > 0 ? [.. mirrors.Select(MirrorJson.Of)] : null,
            };
            await call.Terminal.WriteJsonAsync(json, PawlJson.Readable.BuildDocument, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            BuildText.Write(build, call.Time.GetUtcNow(), call.Terminal);
            foreach (var row in mirrors)
                BuildText.WriteMirror(row, call.Time.GetUtcNow(), call.Terminal);
        }

        return ExitCode.Done;
    }

    // A cache knows nothing of mirrors.
    private static async ValueTask<IReadOnlyList<OutboxRow>> MirrorsAsync(BuildId id, Invocation call, IBuildReader reader, CancellationToken cancellationToken)
    {
        if (reader is StoreReader { Store: var store } && SealedBuildStore.Beneath(store) is MirroredBuildStore mirrored)
            return await mirrored.ReadMirrorsAsync(id, cancellationToken).ConfigureAwait(false);
        if (reader is StoreReader || call.OpenOutbox() is not { } local)
            return [];
        await using var outbox = local;
        return await outbox.ReadOutboxAsync(id, cancellationToken).ConfigureAwait(false);
    }
}
