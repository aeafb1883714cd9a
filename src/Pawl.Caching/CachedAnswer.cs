using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Caching;

/// <summary>An answer of the store that may be given again.</summary>
/// <param name="Origin">When it was asked for.</param>
internal abstract record CachedAnswer(Origin Origin)
{
    /// <summary>The version that it tells of; a list has none.</summary>
    public abstract BuildVersion Version { get; }

    /// <summary>False for an answer that is right this once.</summary>
    public virtual bool MayBeKept => true;

    /// <summary>Where a build stands that doesn't exist, or that another program changed: the next change takes that over.</summary>
    public sealed record PassingBuild(StoredBuild Stored) : CachedAnswer(default(Origin))
    {
        public override BuildVersion Version => Stored.State.Version;

        public override bool MayBeKept => false;
    }

    /// <summary>A list that came with a warning.</summary>
    public sealed record PassingFleet(ImmutableArray<BuildSummary> Builds) : CachedAnswer(default(Origin))
    {
        public override BuildVersion Version => BuildVersion.None;

        public override bool MayBeKept => false;
    }

    /// <summary>Where a build stands.</summary>
    public sealed record Build(Origin Origin, BuildState State) : CachedAnswer(Origin)
    {
        public override BuildVersion Version => State.Version;
    }

    /// <summary>A list.</summary>
    public sealed record Fleet(Origin Origin, ImmutableArray<BuildSummary> Builds) : CachedAnswer(Origin)
    {
        public override BuildVersion Version => BuildVersion.None;
    }
}

/// <summary>When an answer was asked for, in the terms of whoever may refuse it later.</summary>
/// <param name="Epoch">The area's count in this process when it was asked for.</param>
/// <param name="Since">From when on its time in memory counts, on this process's monotonic clock.</param>
/// <param name="Generation">The area's generation in Redis before it was read from the store.</param>
internal readonly record struct Origin(long Epoch, long Since, Guid Generation);
