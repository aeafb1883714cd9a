using System.Collections.Concurrent;
using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>What this process last saw of a build. That a version was once the last one stays true for ever, which is all that an append
/// builds on; whether it still is, only the store knows.</summary>
/// <param name="Index">Where the build is.</param>
/// <param name="LastAppend">The first version of the last append.</param>
/// <param name="State">The state after it.</param>
internal sealed record KnownBuild(IndexObject Index, BuildVersion LastAppend, BuildState State)
{
    public BuildKeys Keys => Index.Keys;
}

/// <summary>The builds that were used last.</summary>
internal sealed class KnownBuilds
{
    private const int Most = 1_024;

    private readonly ConcurrentDictionary<BuildId, KnownBuild> _builds = new();

    public KnownBuild? Find(BuildId id) => _builds.GetValueOrDefault(id);

    public void Forget(BuildId id) => _builds.TryRemove(id, out _);

    /// <summary>Keeps what is newer than what was known.</summary>
    public KnownBuild Keep(KnownBuild seen)
    {
        // Nothing is lost with it but a request or two.
        if (_builds.Count >= Most)
            _builds.Clear();
        return _builds.AddOrUpdate(
            seen.Keys.Id, seen, (_, known) => known.Index == seen.Index && known.State.Version > seen.State.Version ? known : seen);
    }
}
