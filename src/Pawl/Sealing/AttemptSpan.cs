using Pawl.Builds;

namespace Pawl.Sealing;

/// <summary>The versions of a build at which one attempt is the last that began.</summary>
/// <param name="From">The version that its start made.</param>
/// <param name="Before">The version that the next start made.</param>
public readonly record struct AttemptSpan(BuildVersion From, BuildVersion Before)
{
    /// <summary>Those of an attempt: none when no such attempt began; several when a restoration made its number free again.</summary>
    public static async ValueTask<IReadOnlyList<AttemptSpan>> FindAsync(
        IAsyncEnumerable<BuildEvent> history, StateCode state, int attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);
        var found = new List<AttemptSpan>();
        var version = BuildVersion.None;
        BuildVersion? from = null;
        await foreach (var happened in history.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            version = version.Next;
            if (happened is not BuildEvent.Started started)
                continue;
            if (from is { } began)
                found.Add(new AttemptSpan(began, version));
            from = started.State == state && started.Attempt == attempt ? version : null;
        }

        if (from is { } last)
            found.Add(new AttemptSpan(last, version.Next));
        return found;
    }

    /// <summary>Whether a version is one of them.</summary>
    public bool Holds(BuildVersion version) => version >= From && version < Before;
}
