using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>Where builds live. Everything durable goes through <see cref="AppendAsync"/>; there is no second way to change a build.
/// An implementation is safe for concurrent use, by any number of processes.</summary>
/// <remarks>Every member throws <see cref="StoreException"/> when the store can't be used. A store ships only when it passes the
/// conformance suite, which has a test for each promise made here.</remarks>
public interface IBuildStore : IAsyncDisposable
{
    /// <summary>Where the builds live, for people: a folder or URL without credentials.</summary>
    string Location { get; }

    /// <summary>Reads a build as of its last append, with the lease's present expiry, in time that doesn't grow with its history.
    /// Never creates anything.</summary>
    /// <returns>The build; <see cref="BuildState.None"/> as its state when the store has no such build.</returns>
    ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken);

    /// <summary>Appends the change's events if the build is still at <c>change.Before.Version</c>: all of them or none, and durable
    /// before this returns. Appending a change again whose answer was lost appends nothing and answers <see cref="AppendResult.Appended"/>.
    /// A change that doesn't begin by adopting a foreign change that is there is a conflict.</summary>
    ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken);

    /// <summary>The events after a version, in order, in pages: memory doesn't grow with the history. Of a build that doesn't exist: none.</summary>
    IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken);

    /// <summary>Moves the end of the lease with this fencing token. No history, no new version.</summary>
    /// <returns>False when the build's lease is another one by now, or was released.</returns>
    ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>The builds that match, the one changed last first.</summary>
    IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken);

    /// <summary>Erases a build with its whole history, if it is still at this version: nothing of it is left in the store, and its id may be
    /// used again. Only for a build that nobody works on: what a worker appended after this would be lost.</summary>
    /// <returns>False when the build has another version by now; nothing was erased. True as well when there is no such build.</returns>
    ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken);
}

/// <summary>How an append ended.</summary>
public enum AppendResult
{
    /// <summary>The events are durable.</summary>
    Appended,

    /// <summary>The build has another version than the change builds on; nothing was written.</summary>
    Conflict,
}

/// <summary>A build as it stands in a store.</summary>
/// <param name="State">The fold of its history.</param>
/// <param name="Foreign">What another program changed since, if it did.</param>
public sealed record StoredBuild(BuildState State, ForeignChange? Foreign = null);
