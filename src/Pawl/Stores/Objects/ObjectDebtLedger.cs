using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>Debts as objects, for stores that can't write them in one step with a change: they are written before it. Whoever pays one looks
/// whether its change was made.</summary>
/// <param name="objects">Where they are; belongs to whoever opened it.</param>
public sealed class ObjectDebtLedger(IObjectStore objects) : IDebtLedger
{
    private const string Prefix = ".pawl/alerts/owed/";
    private const string Extension = ".json";
    private const int MostBytes = 256 * 1024;

    /// <inheritdoc/>
    public bool IsAtomic => false;

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(IBuildStore store, Change change, ImmutableArray<Debt> debts, CancellationToken cancellationToken)
    {
        var build = change.Before.Id;
        await Task.WhenAll(debts.Select(debt => AddAsync(build, debt, cancellationToken).AsTask())).ConfigureAwait(false);
        var result = await store.AppendAsync(change, cancellationToken).ConfigureAwait(false);
        if (result == AppendResult.Conflict)
            await Task.WhenAll(debts.Select(debt => RemoveAsync(build, debt.Id, cancellationToken).AsTask())).ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask AddAsync(BuildId build, Debt debt, CancellationToken cancellationToken) =>
        await objects.PutAsync(KeyOf(build, debt.Id), Encoding.UTF8.GetBytes(debt.Content), PutCondition.Absent, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<bool> TryReplaceAsync(BuildId build, Debt seen, Debt next, CancellationToken cancellationToken)
    {
        var key = KeyOf(build, seen.Id);
        return await objects.GetAsync(key, MostBytes, cancellationToken).ConfigureAwait(false) is { } stored
            && Encoding.UTF8.GetString(stored.Content.Span) == seen.Content
            && await objects.PutAsync(key, Encoding.UTF8.GetBytes(next.Content), PutCondition.Over(stored.Tag), cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(BuildId build, string id, CancellationToken cancellationToken) => objects.DeleteAsync(KeyOf(build, id), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<OwedDebt> ListAsync(BuildId? of, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = of is { } one ? $"{Prefix}{one}/" : Prefix;
        await foreach (var key in objects.ListAsync(prefix, "", cancellationToken).ConfigureAwait(false))
        {
            if (key[Prefix.Length..].Split('/') is [var name, var file]
                && BuildId.TryParse(name, out var build)
                && file.EndsWith(Extension, StringComparison.Ordinal)
                && await objects.GetAsync(key, MostBytes, cancellationToken).ConfigureAwait(false) is { } stored)
                yield return new OwedDebt(build, new Debt(file[..^Extension.Length], Encoding.UTF8.GetString(stored.Content.Span)));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string KeyOf(BuildId build, string id) => $"{Prefix}{build}/{id}{Extension}";
}
