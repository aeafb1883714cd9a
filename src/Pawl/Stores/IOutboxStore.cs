using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>A store whose changes are owed to a second one: what is owed is written down in the same transaction as the change, so that no crash
/// forgets it.</summary>
/// <remarks>Every member throws <see cref="StoreException"/> when the store can't be used.</remarks>
public interface IOutboxStore : IAuditableStore
{
    /// <summary>Like <see cref="IBuildStore.AppendAsync"/>; what is appended is owed to a target.</summary>
    ValueTask<AppendResult> AppendAsync(Change change, string target, CancellationToken cancellationToken);

    /// <summary>What a build owes to whom, and what was paid; empty for most builds.</summary>
    ValueTask<IReadOnlyList<OutboxRow>> ReadOutboxAsync(BuildId id, CancellationToken cancellationToken);

    /// <summary>Writes down how a target stands. What is owed is never made less by it.</summary>
    ValueTask WriteOutboxAsync(BuildId id, OutboxRow row, CancellationToken cancellationToken);

    /// <summary>The builds that owe something.</summary>
    IAsyncEnumerable<BuildId> ListOwingAsync(CancellationToken cancellationToken);

    /// <summary>Lets one caller at a time, of all processes on this machine, make changes to a build that concern a second store too. Ends with
    /// the process.</summary>
    ValueTask<IDisposable> LockAsync(BuildId id, CancellationToken cancellationToken);
}

/// <summary>What a build owes to one target.</summary>
/// <param name="Target">The URL of the store that must get its events.</param>
/// <param name="Owed">The version that it must get.</param>
/// <param name="Shipped">The version that it has.</param>
/// <param name="LastAppend">The first version of the last append that was made there.</param>
/// <param name="Doubt">The version that an append would make which is being made there first; <see cref="BuildVersion.None"/> when none is. Found set
/// by somebody who has the lock, it means that nobody knows whether it was made: look there.</param>
/// <param name="Tries">How often shipping failed since it last went well.</param>
/// <param name="Due">When it may be tried again.</param>
/// <param name="Error">Why it failed last, redacted; empty when it didn't.</param>
public sealed record OutboxRow(string Target, BuildVersion Owed, BuildVersion Shipped, BuildVersion LastAppend, BuildVersion Doubt, int Tries, DateTimeOffset Due, string Error)
{
    /// <summary>True when the target hasn't got everything.</summary>
    public bool IsBehind => Shipped < Owed;

    /// <summary>True when nobody knows what the target has.</summary>
    public bool IsInDoubt => Doubt != BuildVersion.None;

    /// <summary>The time to try again that never comes.</summary>
    public static DateTimeOffset Never { get; } = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>True when the target has another history: nothing is shipped until somebody chooses.</summary>
    public bool IsDiverged => Due >= Never;

    /// <summary>Nothing was ever shipped to this target.</summary>
    public static OutboxRow None(string target) =>
        new(target, BuildVersion.None, BuildVersion.None, BuildVersion.None, BuildVersion.None, Tries: 0, DateTimeOffset.UnixEpoch, Error: "");
}
