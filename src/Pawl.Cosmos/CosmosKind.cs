using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Cosmos;

/// <summary>Builds in Azure Cosmos DB for NoSQL: <c>cosmos://ACCOUNT/DATABASE/CONTAINER[?endpoint=URL]</c>. Credentials come from
/// <c>AZURE_COSMOS_CONNECTION_STRING</c> or <c>COSMOS_KEY</c>, else from Azure's default chain.</summary>
public sealed class CosmosKind : StoreKind
{
    /// <inheritdoc/>
    public override string Scheme => CosmosPlace.Scheme;

    /// <inheritdoc/>
    public override string Form => CosmosPlace.Form;

    /// <inheritdoc/>
    public override IBuildStore Open(StoreUrl url, StoreContext context) => new ObjectBuildStore(CosmosObjects.Open(url), context);

    /// <inheritdoc/>
    public override IObjectStore OpenNotes(StoreUrl url) => CosmosObjects.Open(url);

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<string>> CreateAsync(StoreUrl url, StoreContext context, CancellationToken cancellationToken)
    {
        await using var objects = CosmosObjects.Open(url);
        return await objects.CreateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override IObjectStore OpenKeys(StoreUrl url) => CosmosObjects.Open(url);

    /// <inheritdoc/>
    public override string Policy(StoreUrl url, StoreRole role) => CosmosRoles.Definition(CosmosPlace.Read(url), role);
}
