using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Waiting;

/// <summary>Tells when it is time to look at builds again. Only a hint: what is so is always read from the store. Listening begins before the
/// first look, so that no change falls in between; and whoever can't be told of a change is told to look all the same after a while.</summary>
public interface IChangeNotices : IAsyncDisposable
{
    /// <summary>Returns when some of the builds may have changed since this was last asked, or when it is time to look anyway.</summary>
    /// <param name="quiet">How many looks in a row found nothing new.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Which builds to look at.</returns>
    ValueTask<BuildChoice> WaitAsync(int quiet, CancellationToken cancellationToken);
}

/// <summary>Which builds somebody looks at.</summary>
public sealed record BuildChoice
{
    private readonly ImmutableHashSet<BuildId>? _only;

    private BuildChoice(ImmutableHashSet<BuildId>? only) => _only = only;

    /// <summary>Every build there is, or will be.</summary>
    public static BuildChoice All { get; } = new(only: null);

    /// <summary>Those that are chosen by name; empty when all are.</summary>
    public IReadOnlyCollection<BuildId> Named => _only ?? [];

    /// <summary>True when every build is meant.</summary>
    public bool IsAll => _only is null;

    /// <summary>These builds.</summary>
    public static BuildChoice Of(IEnumerable<BuildId> builds) => new([.. builds]);

    /// <summary>True when this build is one of them.</summary>
    public bool Includes(BuildId id) => _only?.Contains(id) ?? true;
}
