using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Cosmos;

/// <summary>Builds in Cosmos DB, by its emulator.</summary>
public sealed class CosmosConformance : BuildStoreConformance
{
    private CosmosContainer? _container;

    protected override async ValueTask<IBuildStore> OpenAsync()
    {
        _container ??= await CosmosContainer.CreateAsync(None);
        return new ObjectBuildStore(_container.Open(), Surroundings.Context);
    }
}

/// <summary>The object interface on Cosmos DB, by its emulator.</summary>
public sealed class CosmosObjectsConformance : ObjectStoreConformance
{
    private CosmosContainer? _container;

    protected override async ValueTask<IObjectStore> OpenAsync()
    {
        _container ??= await CosmosContainer.CreateAsync(None);
        return _container.Open();
    }
}
