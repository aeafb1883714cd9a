using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Waiting;

namespace Pawl.Tests.Waiting;

/// <summary>A store whose builds move on by a script, a piece at each look; and the notices that say when to look.</summary>
/// <param name="history">All that happens to the one build.</param>
/// <param name="lookedAt">How many events there are at each look; the last number stays.</param>
internal sealed class ScriptedStore(IReadOnlyList<BuildEvent> history, params IEnumerable<int> lookedAt) : IBuildStore, IChangeNotices
{
    private readonly ImmutableArray<int> _lookedAt = [.. lookedAt];
    private int _look;

    /// <summary>What goes wrong at which look.</summary>
    public Dictionary<int, StoreException> Troubles { get; } = [];

    /// <summary>Called when there is no more to look at.</summary>
    public Action AtEnd { get; set; } = () => { };

    public string Location => "script";

    private int There => _lookedAt[Math.Min(_look, _lookedAt.Length - 1)];

    public ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken) => Troubles.TryGetValue(_look, out var trouble)
        ? throw trouble
        : ValueTask.FromResult(new StoredBuild(History.Apply(BuildState.None(id), history.Take(There))));

    public async IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var happened in history.Take(There).Skip((int)after.Value))
            yield return happened;
        await Task.CompletedTask;
    }

    public ValueTask<BuildChoice> WaitAsync(int quiet, CancellationToken cancellationToken)
    {
        if (++_look >= _lookedAt.Length)
            AtEnd();
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(BuildChoice.All);
    }

    public ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
