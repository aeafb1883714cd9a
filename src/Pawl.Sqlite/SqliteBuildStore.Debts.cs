using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

public sealed partial class SqliteBuildStore
{
    /// <inheritdoc/>
    public bool IsAtomic => true;

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(IBuildStore store, Change change, ImmutableArray<Debt> debts, CancellationToken cancellationToken) =>
        store.AppendAsync(change.Owing(debts), cancellationToken);

    /// <inheritdoc/>
    public ValueTask AddAsync(BuildId build, Debt debt, CancellationToken cancellationToken)
    {
        _ = Write(build, connection => { Debts.Add(connection, debt); return true; }, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryReplaceAsync(BuildId build, Debt seen, Debt next, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Write(build, connection => Debts.Replace(connection, seen, next), cancellationToken));

    /// <inheritdoc/>
    public ValueTask RemoveAsync(BuildId build, string id, CancellationToken cancellationToken)
    {
        _ = Write(build, connection => { Debts.Remove(connection, id); return true; }, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<OwedDebt> ListAsync(BuildId? of, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!IsThere())
            yield break;
        if (of is null)
            _catalog.Refresh(cancellationToken);
        foreach (var build in of is { } one ? [one] : _catalog.Owing(BuildDebts.Alerts))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var debt in _files.Use(build, () => BuildFile.OpenExisting(PathOf(build), build, _options), file => file.ReadDebts()) ?? [])
                yield return new OwedDebt(build, debt);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private bool Write(BuildId build, Func<SqliteConnection, bool> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var written = _files.Use(build, () => BuildFile.OpenExisting(PathOf(build), build, _options), file => file.WriteDebts(write), fallback: false);
        if (written)
            _catalog.NoteChange(build);
        return written;
    }
}
