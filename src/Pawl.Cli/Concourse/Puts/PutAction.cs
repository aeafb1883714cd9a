using Pawl.Builds;

namespace Pawl.Cli.Concourse.Puts;

/// <summary>What a <c>put</c> does to a build. Concourse may run a put again, so doing it twice is doing it once.</summary>
internal abstract class PutAction
{
    /// <summary>The params that it takes, beside those of all actions.</summary>
    public abstract IReadOnlyList<string> Keys { get; }

    /// <summary>Reads its params and files, and returns the change to make. It is made again on a later state when somebody else changed the build
    /// in between.</summary>
    public abstract ValueTask<Func<Change, Change>> PrepareAsync(PutRequest put, CancellationToken cancellationToken);

    /// <summary>Waits until the change may be made.</summary>
    public virtual ValueTask WaitAsync(BuildState build, PutRequest put, CancellationToken cancellationToken) => default;

    /// <summary>True when the build need not exist.</summary>
    public virtual bool Begins => false;

    /// <summary>True for a state that is behind the build already.</summary>
    protected static bool IsDone(BuildState build, StateCode state) =>
        build.Status == BuildStatus.Completed || (state != build.Current && build.Completed.Contains(state));
}
