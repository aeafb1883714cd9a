using System.Net;
using System.Text.Json;
using Pawl.Cosmos.Rest;
using Pawl.Stores;

namespace Pawl.Cosmos;

/// <summary>Finds out, before the first item is read, whether an account and a container can hold builds: what one process wrote must be seen by
/// the next, one region must decide, and nothing may expire.</summary>
internal sealed class CosmosProof(CosmosClient client, CosmosRequests requests, CosmosFaults faults)
{
    private Task? _proof;

    /// <summary>Returns once it is known that they can; asks no more after that.</summary>
    /// <exception cref="StoreException">They can't.</exception>
    public async ValueTask RequireAsync(CancellationToken cancellationToken)
    {
        var proof = _proof ??= Task.WhenAll(ProveAccountAsync(), ProveContainerAsync());
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

    private async Task ProveAccountAsync()
    {
        var account = await ReadAsync(CosmosRequests.ReadAccount, AccountJson.Read).ConfigureAwait(false);
        if (account.WriteRegions > 1)
            throw faults.Unsuitable("its account is written in several regions, where two workers could both win; have it written in one (`az cosmosdb update --enable-multiple-write-locations false`)");
        if (account.Consistency is not ("Strong" or "BoundedStaleness"))
            throw faults.Unsuitable($"its account has {account.Consistency} consistency, where a worker may not see what another one wrote; give it Strong or, with one region, BoundedStaleness (`az cosmosdb update --default-consistency-level Strong`)");
    }

    private async Task ProveContainerAsync()
    {
        switch (await ReadAsync(requests.ReadContainer(), ContainerJson.Read).ConfigureAwait(false))
        {
            case { Expires: true }:
                throw faults.Unsuitable("the items of its container expire; switch its time to live off");
            case { PartitionKey: var path } when path != ContainerJson.PartitionPath:
                throw faults.Unsuitable($"its container's partition key is {path}, not {ContainerJson.PartitionPath}; name another container, and make it with `pawl store create`");
        }
    }

    private async Task<T> ReadAsync<T>(CosmosRequest request, Func<JsonElement, T> read)
    {
        var answer = await client.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
        if (answer.Status != HttpStatusCode.OK)
            throw faults.Answered(answer);
        return JsonReading.Read(answer.Body, read, faults);
    }
}
