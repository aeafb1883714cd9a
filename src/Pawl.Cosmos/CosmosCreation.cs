using System.Net;
using Microsoft.Azure.Cosmos;
using Pawl.Stores;

namespace Pawl.Cosmos;

/// <summary>Makes a database and a container for builds. Only an account's key may: tokens of Entra ID are for items alone.</summary>
internal sealed class CosmosCreation(CosmosClient client, CosmosPlace place, CosmosCalls calls, CosmosFaults faults)
{
    /// <summary>Makes what isn't there.</summary>
    public async ValueTask<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var database = client.GetDatabase(place.Database);
        using var there = await calls.SendAsync(
            cancel => database.GetContainer(place.Container).ReadContainerStreamAsync(cancellationToken: cancel), cancellationToken).ConfigureAwait(false);
        if (there.StatusCode == HttpStatusCode.OK)
            return [Say(Made.Before)];
        await RequireAsync(cancel => client.CreateDatabaseStreamAsync(new DatabaseProperties(place.Database), cancellationToken: cancel), cancellationToken).ConfigureAwait(false);
        await RequireAsync(cancel => database.CreateContainerStreamAsync(Definition(), cancellationToken: cancel), cancellationToken).ConfigureAwait(false);
        return [$"database {place.Database}: there", Say(Made.Now)];
    }

    // Only keys are asked for by Pawl; an index over all of a build's content would make each write dearer.
    private ContainerProperties Definition() => new(place.Container, ContainerJson.PartitionPath)
    {
        IndexingPolicy = new IndexingPolicy
        {
            IncludedPaths = { new IncludedPath { Path = "/key/?" }, new IncludedPath { Path = "/buildId/?" } },
            ExcludedPaths = { new ExcludedPath { Path = "/*" } },
        },
    };

    private string Say(Made made) =>
        $"container {place.Container}, partition key {ContainerJson.PartitionPath}: {(made == Made.Now ? "made" : "there already")}";

    private async ValueTask RequireAsync(Func<CancellationToken, Task<ResponseMessage>> make, CancellationToken cancellationToken)
    {
        using var answer = await calls.SendAsync(make, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode is HttpStatusCode.Forbidden)
            throw new StoreException(StoreFault.Denied, $"these credentials can't make a container in {place.Account}; set AZURE_COSMOS_CONNECTION_STRING, or make it with `az cosmosdb sql container create --account-name {place.Account} --database-name {place.Database} --name {place.Container} --partition-key-path {ContainerJson.PartitionPath} --resource-group GROUP`");
        if (answer.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK or HttpStatusCode.Conflict))
            throw faults.Answered(answer.StatusCode, CosmosFaults.Substatus(answer));
    }

    private enum Made
    {
        Now,
        Before,
    }
}
