using Pawl.Azure.Blobs;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Azure;

/// <summary>Objects in Azure Blob Storage, by Azurite.</summary>
public sealed class BlobObjectsConformance : ObjectStoreConformance
{
    private BlobContainer? _container;

    protected override async ValueTask<IObjectStore> OpenAsync()
    {
        _container ??= await BlobContainer.CreateAsync(None);
        return BlobObjects.Open(_container.Url);
    }
}
