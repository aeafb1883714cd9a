using Pawl.Builds;

namespace Pawl.Stores.Copying;

/// <summary>What two copies must have in common.</summary>
public enum CopyLikeness
{
    /// <summary>Every byte of every event.</summary>
    Whole,

    /// <summary>What happened. One copy is sealed and the other isn't, so that other hashes chain them.</summary>
    Content,
}

/// <summary>Compares two copies of a build, event by event, and what each store says it folds to.</summary>
public static class CopyVerification
{
    /// <summary>What differs, as a sentence; null when the copies are the same.</summary>
    public static async ValueTask<string?> FindDifferenceAsync(
        BuildId id, IBuildStore one, IBuildStore other, CancellationToken cancellationToken, CopyLikeness likeness = CopyLikeness.Whole)
    {
        var check = new HistoryCheck(id);
        var theirs = other.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var _ = theirs.ConfigureAwait(false);
        await foreach (var ours in one.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
        {
            check.Add(ours);
            if (!await theirs.MoveNextAsync().ConfigureAwait(false))
                return $"event {check.State.Version} is missing in {other.Location}";
            if (BuildJson.Write(Seen(ours, likeness)) != BuildJson.Write(Seen(theirs.Current, likeness)))
                return $"event {check.State.Version} is another one in {other.Location}";
        }

        if (await theirs.MoveNextAsync().ConfigureAwait(false))
            return $"{other.Location} has more than {check.State.Version} events";
        foreach (var store in (IBuildStore[])[one, other])
        {
            var said = (await store.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
            if (!IsSame(Seen(said, likeness), Seen(check.State, likeness)))
                return $"{store.Location} says another state than its history folds to";
        }

        return null;
    }

    /// <summary>True when two states tell the same. The end of a lease moves without history, and each copy has its own.</summary>
    public static bool IsSame(BuildState one, BuildState other) => Written(one) == Written(other);

    private static BuildEvent Seen(BuildEvent happened, CopyLikeness likeness) => likeness == CopyLikeness.Whole ? happened : happened switch
    {
        BuildEvent.Created created => created with { Previous = ChainHash.None, Seal = Seal.None },
        BuildEvent.Restored restored => restored with { Previous = ChainHash.None, State = Seen(restored.State, likeness) },
        _ => happened with { Previous = ChainHash.None },
    };

    private static BuildState Seen(BuildState state, CopyLikeness likeness) =>
        likeness == CopyLikeness.Whole ? state : state with { Head = ChainHash.None, Seal = Seal.None };

    private static string Written(BuildState state) =>
        BuildJson.WriteSnapshot(state with { Lease = state.Lease is { } lease ? lease with { Until = lease.Since } : null }) + BuildJson.WriteMetadata(state.Metadata);
}
