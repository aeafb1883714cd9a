using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Backup;

/// <summary>Shows what was pruned, or would be.</summary>
internal sealed class PruneShow(Invocation call, Effect effect)
{
    private const string Removed = "removed";

    private readonly List<PrunedJson> _shapes = [];
    private readonly HashSet<BuildId> _left = [];

    /// <summary>All that was shown so far.</summary>
    public IReadOnlyList<PrunedJson> Shapes => _shapes;

    /// <summary>True for what was removed, or would be.</summary>
    public static bool IsRemoved(PrunedJson thing) => thing.Result == Removed;

    /// <summary>True for a build that left the live store, or would.</summary>
    public bool HasLeftStore(BuildId id) => _left.Contains(id);

    public async Task AddAsync(IAsyncEnumerable<Pruned> things)
    {
        await foreach (var thing in things.ConfigureAwait(false))
        {
            if (thing is { Place: PrunePlace.Store, Result: PruneResult.Removed })
                _left.Add(thing.Build);
            _shapes.Add(new PrunedJson(Word(thing.Place), thing.Build.Value, thing.Version?.Value, thing.Week?.ToString(), Word(thing.Result), thing.Message));
            if (!call.WantsJson)
                await call.Out.WriteLineAsync($"{thing.Build}{(thing.Week is { } week ? $" {week}" : "")}: {Said(thing.Result)} {Of(thing.Place)}: {Visible.Line(thing.Message)}").ConfigureAwait(false);
        }
    }

    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(_shapes, PawlJson.Readable.IReadOnlyListPrunedJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync($"{_shapes.Count(IsRemoved)} {(effect == Effect.Dry ? "would be removed" : "removed")}, {_shapes.Count(thing => !IsRemoved(thing))} kept that are old enough").ConfigureAwait(false);
    }

    private string Said(PruneResult result) => result == PruneResult.Kept ? "stays in" : effect == Effect.Dry ? "would be removed from" : "removed from";

    private static string Of(PrunePlace place) => place switch
    {
        PrunePlace.Store => "the store",
        PrunePlace.Backup => "the backup",
        PrunePlace.Weekly => "the weekly snapshots",
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "no such place"),
    };

    private static string Word(PrunePlace place) => place switch
    {
        PrunePlace.Store => "store",
        PrunePlace.Backup => "backup",
        PrunePlace.Weekly => "weekly",
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "no such place"),
    };

    private static string Word(PruneResult result) => result == PruneResult.Removed ? Removed : "kept";
}
