using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Cosmos;

namespace Pawl.Cosmos;

/// <summary>Asks for the keys with a prefix that come after another one, in any order.</summary>
internal sealed class KeyQuery(Container container, string prefix, string after)
{
    // Answered from the index alone.
    private const string OfPartition = "SELECT VALUE c.key FROM c WHERE c.buildId = @partition AND STARTSWITH(c.key, @prefix) AND c.key > @after";

    private const int MostKeysAPage = 1_000;

    /// <summary>The keys, page by page.</summary>
    /// <param name="calls">Makes the requests.</param>
    /// <param name="faults">Says what an answer that isn't a page means.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<string> ReadAsync(CosmosCalls calls, CosmosFaults faults, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? more = null;
        do
        {
            using var page = await calls.SendAsync(cancel => ReadPageAsync(more, cancel), cancellationToken).ConfigureAwait(false);
            if (page.StatusCode != HttpStatusCode.OK)
                throw faults.Answered(page.StatusCode, CosmosFaults.Substatus(page));
            foreach (var key in ItemJson.ReadKeys(page.Content))
            {
                if (key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)
                    yield return key;
            }

            more = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(more));
    }

    // Of several partitions the service would have to plan a query; a feed it just reads.
    private async Task<ResponseMessage> ReadPageAsync(string? more, CancellationToken cancellationToken)
    {
        var partition = ItemAddress.PartitionOf(prefix);
        var options = new QueryRequestOptions { MaxItemCount = MostKeysAPage };
        if (partition is not null)
            options.PartitionKey = new PartitionKey(partition);
        var query = new QueryDefinition(OfPartition).WithParameter("@partition", partition).WithParameter("@prefix", prefix).WithParameter("@after", after);
        using var pages = partition is null
            ? container.GetItemQueryStreamIterator((string?)null, more, options)
            : container.GetItemQueryStreamIterator(query, more, options);
        return await pages.ReadNextAsync(cancellationToken).ConfigureAwait(false);
    }
}
