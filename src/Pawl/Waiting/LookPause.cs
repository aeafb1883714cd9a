namespace Pawl.Waiting;

/// <summary>How long to pause between looks at a store that tells nothing. Pure.</summary>
public static class LookPause
{
    private const double Growth = 1.25;

    /// <summary>The first, and after each change the next.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromSeconds(1);

    /// <summary>What it grows to while nothing changes.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause after some looks in a row that found nothing new.</summary>
    public static TimeSpan After(int quiet) =>
        TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Shortest.TotalSeconds * Math.Pow(Growth, Math.Min(quiet, 100))));
}

/// <summary>For a store that tells nothing: it is looked at from time to time, less often while nothing changes.</summary>
public sealed class PolledNotices(TimeProvider time) : IChangeNotices
{
    /// <inheritdoc/>
    public async ValueTask<BuildChoice> WaitAsync(int quiet, CancellationToken cancellationToken)
    {
        await Task.Delay(LookPause.After(quiet), time, cancellationToken).ConfigureAwait(false);
        return BuildChoice.All;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
