using System.Text;

namespace Pawl.Stores.Objects;

/// <summary>Finds out, before the first build is written, whether a server really refuses to create what exists: some accept the condition and
/// ignore it, and two workers would overwrite each other's history without a word.</summary>
internal sealed class ConditionalPutProbe(IObjectStore objects)
{
    private const string MarkKey = ".pawl/store.json";

    private static readonly byte[] Mark = Encoding.UTF8.GetBytes("""{"format":1,"conditionalPut":"tried"}""");

    private Task? _proof;

    /// <summary>Returns once it is known that the store keeps that promise; asks no server twice.</summary>
    /// <exception cref="StoreException">It doesn't.</exception>
    public async ValueTask RequireAsync(CancellationToken cancellationToken)
    {
        var proof = _proof ??= ProveAsync(CancellationToken.None);
        try
        {
            await proof.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException)
        {
            // The next one tries again: the trouble may be over by then.
            _proof = null;
            throw;
        }
    }

    private async Task ProveAsync(CancellationToken cancellationToken)
    {
        if (await objects.GetAsync(MarkKey, Mark.Length, cancellationToken).ConfigureAwait(false) is not null)
            return;
        var key = $".pawl/probe-{Guid.NewGuid():N}.json";
        var first = await objects.PutAsync(key, Mark, PutCondition.Absent, cancellationToken).ConfigureAwait(false);
        var second = await objects.PutAsync(key, Mark, PutCondition.Absent, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(key, cancellationToken).ConfigureAwait(false);
        if (first is null || second is not null)
            throw Unsuitable(first is null ? "refuses to create what isn't there" : "overwrites what exists although told not to (If-None-Match is ignored)");
        await objects.PutAsync(MarkKey, Mark, PutCondition.Absent, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await objects.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e) when (e.Fault == StoreFault.Denied)
        {
            // A worker need not be able to delete: a few bytes stay, which nobody takes for anything.
        }
    }

    private StoreException Unsuitable(string what) => new(
        StoreFault.Unsuitable,
        $"{objects.Location} {what}, so two workers could overwrite each other there; nothing was recorded. Use a server that knows conditional writes; on Ceph, use a bucket without versioning");
}
