using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Waiting;

/// <summary>A build as a follower sees it.</summary>
/// <param name="State">The build, at this version.</param>
public abstract record Sight(BuildState State)
{
    /// <summary>It stood so when it was looked at.</summary>
    public sealed record Standing(BuildState State) : Sight(State);

    /// <summary>Something happened to it.</summary>
    /// <param name="State">The build after it.</param>
    /// <param name="Event">What.</param>
    public sealed record Happening(BuildState State, BuildEvent Event) : Sight(State);
}

/// <summary>Follows one build from look to look and misses no version in between, however far apart the looks are. Not for concurrent use.</summary>
public sealed class BuildFollower(BuildLog log, BuildId id)
{
    private bool _hasLooked;
    private ForeignChange? _foreign;

    /// <summary>Which build.</summary>
    public BuildId Id => id;

    /// <summary>The build as it was last seen.</summary>
    public BuildState Seen { get; private set; } = BuildState.None(id);

    /// <summary>Starts at an earlier version: what <paramref name="isNew"/> says is new, and all after it, is told by the first look.</summary>
    /// <param name="isNew">Given an event and the build before it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public async ValueTask StartBeforeAsync(Func<BuildState, BuildEvent, bool> isNew, CancellationToken cancellationToken)
    {
        var state = BuildState.None(id);
        await foreach (var happened in log.Store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
        {
            if (isNew(state, happened))
                break;
            state = History.Apply(state, happened);
        }

        (Seen, _hasLooked) = (state, true);
    }

    /// <summary>Starts with the build's begin: all that happened to it is told by the first look.</summary>
    public void StartBeforeAll() => _hasLooked = true;

    /// <summary>What happened since the last look, in order; at the first look how the build stands. Nothing when nothing changed. A build
    /// that was erased stands as <see cref="BuildState.None"/>, and one begun anew under its id is told from its begin.</summary>
    /// <exception cref="StoreException">The store can't be used; the next look goes on where this one stopped.</exception>
    public async IAsyncEnumerable<Sight> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stored = await log.Store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        if (!_hasLooked)
        {
            (Seen, _foreign, _hasLooked) = (stored.State, stored.Foreign, true);
            yield return new Sight.Standing(log.Begin(stored).After);
            yield break;
        }

        if (Seen.Exists && IsAnother(stored.State))
        {
            Seen = BuildState.None(id);
            yield return new Sight.Standing(Seen);
        }

        if (stored.State.Version > Seen.Version)
        {
            var missed = log.Store.ReadHistoryAsync(id, Seen.Version, cancellationToken);
            await foreach (var happened in missed.ConfigureAwait(false))
            {
                Seen = History.Apply(Seen, happened);
                yield return new Sight.Happening(Seen, happened);
            }
        }

        // The lease's end moves without an event.
        if (stored.State.Version == Seen.Version)
            Seen = stored.State;
        if (stored.Foreign is { } foreign && !Same(foreign, _foreign))
            yield return new Sight.Standing(log.Begin(stored).After);
        _foreign = stored.Foreign;
    }

    private bool IsAnother(BuildState stored) => stored.Version < Seen.Version || stored.StartTime != Seen.StartTime;

    private static bool Same(ForeignChange one, ForeignChange? other) =>
        other is not null
        && (one.Current, one.Status, one.Rows.Length) == (other.Current, other.Status, other.Rows.Length)
        && one.Rows.SequenceEqual(other.Rows)
        && one.Metadata.SequenceEqual(other.Metadata);
}
