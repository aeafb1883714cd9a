using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Conformance.InMemory;

/// <summary>A store without a disk: the promises of <see cref="IBuildStore"/> in their plainest form.</summary>
public sealed class InMemoryBuildStore(InMemoryBuilds builds) : IBuildStore
{
    public string Location => "memory";

    public ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken) => new(new StoredBuild(builds.Read(id).State));

    public ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken) => new(builds.Append(change));

    public async IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var happened in builds.Read(id).History.Skip((int)after.Value))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return happened;
        }

        await Task.CompletedTask;
    }

    public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) =>
        new(builds.Renew(id, token, until));

    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => builds.All()
        .Select(BuildSummary.Of)
        .Where(query.Matches)
        .OrderByDescending(b => b.LastUpdate)
        .Take(query.Limit)
        .ToAsyncEnumerable();

    public ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken) => new(builds.Erase(id, version));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>What several stores in memory share, as several processes share files.</summary>
public sealed class InMemoryBuilds
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BuildId, (BuildState State, ImmutableList<BuildEvent> History)> _builds = [];

    internal (BuildState State, ImmutableList<BuildEvent> History) Read(BuildId id)
    {
        lock (_lock)
            return _builds.GetValueOrDefault(id, (BuildState.None(id), []));
    }

    internal IReadOnlyList<BuildState> All()
    {
        lock (_lock)
            return [.. _builds.Values.Select(b => b.State)];
    }

    internal AppendResult Append(Change change)
    {
        lock (_lock)
        {
            var (state, history) = Read(change.Before.Id);
            if (state.Version == change.Before.Version)
            {
                // The lease may have been renewed since the change was begun: the events decide, on what stands here.
                _builds[change.Before.Id] = (History.Apply(state, change.Events), history.AddRange(change.Events));
                return AppendResult.Appended;
            }

            var there = history.Skip((int)change.Before.Version.Value).Take(change.Events.Length).Select(e => e.Id);
            return there.SequenceEqual(change.Events.Select(e => e.Id)) ? AppendResult.Appended : AppendResult.Conflict;
        }
    }

    internal bool Erase(BuildId id, BuildVersion version)
    {
        lock (_lock)
            return Read(id).State.Version is var there && (there == BuildVersion.None || (there == version && _builds.Remove(id)));
    }

    internal bool Renew(BuildId id, long token, DateTimeOffset until)
    {
        lock (_lock)
        {
            var (state, history) = Read(id);
            if (state.Lease is not { } lease || lease.Token != token)
                return false;
            _builds[id] = (state with { Lease = lease with { Until = until } }, history);
            return true;
        }
    }
}
