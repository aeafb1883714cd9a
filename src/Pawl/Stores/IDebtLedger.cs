using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>Keeps what must be done because of changes until it is done, so that no crash forgets it. Safe for concurrent use, by any number of
/// processes.</summary>
/// <remarks>Every member throws <see cref="StoreException"/> when the store can't be used.</remarks>
public interface IDebtLedger : IAsyncDisposable
{
    /// <summary>True when a debt and its change are written together: there is never one without the other. Else a debt may be there whose
    /// change was not made, or is being made.</summary>
    bool IsAtomic { get; }

    /// <summary>Appends a change to a store; from the moment that its events are there, the debts are owed. Of a change that isn't made they are
    /// not.</summary>
    /// <param name="store">A store over the builds that this ledger belongs to.</param>
    /// <param name="change">The change.</param>
    /// <param name="debts">At least one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<AppendResult> AppendAsync(IBuildStore store, Change change, ImmutableArray<Debt> debts, CancellationToken cancellationToken);

    /// <summary>Adds a debt that no change makes. One that is there already stays as it is.</summary>
    ValueTask AddAsync(BuildId build, Debt debt, CancellationToken cancellationToken);

    /// <summary>Writes a debt anew, if it still is as it was seen.</summary>
    /// <returns>False when somebody else wrote or paid it meanwhile.</returns>
    ValueTask<bool> TryReplaceAsync(BuildId build, Debt seen, Debt next, CancellationToken cancellationToken);

    /// <summary>It is done. A debt that isn't there is done already.</summary>
    ValueTask RemoveAsync(BuildId build, string id, CancellationToken cancellationToken);

    /// <summary>What is owed, of one build or of all.</summary>
    IAsyncEnumerable<OwedDebt> ListAsync(BuildId? of, CancellationToken cancellationToken);
}

/// <summary>A debt and the build that it is about.</summary>
public sealed record OwedDebt(BuildId Build, Debt Debt);
