namespace Pawl.Running;

/// <summary>How a runner works.</summary>
public sealed record RunnerSettings
{
    /// <summary>The environment of the runner's own process, which tasks get too.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The folder for a log file per attempt.</summary>
    public required string LogFolder { get; init; }

    /// <summary>Finds what seals a build's logs; null for a build that isn't sealed.</summary>
    public Func<Builds.BuildId, CancellationToken, ValueTask<Sealing.BuildSealer?>> FindSealer { get; init; } = (_, _) => ValueTask.FromResult<Sealing.BuildSealer?>(null);

    /// <summary>How long a lease lasts unless it is renewed. A dead worker's build can be taken over after that time.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long to try again when the store can't take a result, because it is full or busy, before giving up.</summary>
    public TimeSpan StorePatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The time between two such tries.</summary>
    public TimeSpan StoreRetry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A random number from 0 up to, not including, 1: spreads waits.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    /// <summary>Whether a worker is known to be dead, so that nobody waits for its lease to run out.</summary>
    public Func<Builds.Worker, bool> IsKnownDead { get; init; } = _ => false;
}
