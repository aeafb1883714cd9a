using Pawl.Azure;
using Pawl.Azure.Blobs;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Azure;

/// <summary>Builds in Azure Blob Storage, by Azurite.</summary>
public sealed class AzureBlobConformance : BuildStoreConformance
{
    private BlobContainer? _container;

    protected override async ValueTask<IBuildStore> OpenAsync()
    {
        _container ??= await BlobContainer.CreateAsync(None);
        return new AzureBlobKind().Open(_container.Url, Surroundings.Context);
    }
}

/// <summary>The object interface on Azure Blob Storage, by Azurite.</summary>
public sealed class BlobObjectsConformance : ObjectStoreConformance
{
    private BlobContainer? _container;

    protected override async ValueTask<IObjectStore> OpenAsync()
    {
        _container ??= await BlobContainer.CreateAsync(None);
        return BlobObjects.Open(_container.Url);
    }
}
