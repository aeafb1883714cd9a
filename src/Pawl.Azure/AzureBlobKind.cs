using Pawl.Azure.Blobs;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Azure;

/// <summary>Builds in Azure Blob Storage: <c>azblob://CONTAINER[/PREFIX][?account=NAME][&amp;endpoint=URL]</c>. Credentials come from
/// <c>AZURE_STORAGE_CONNECTION_STRING</c>, else from Azure's default chain.</summary>
public sealed class AzureBlobKind : StoreKind
{
    /// <inheritdoc/>
    public override string Scheme => BlobPlace.Scheme;

    /// <inheritdoc/>
    public override string Form => BlobPlace.Form;

    /// <inheritdoc/>
    public override IBuildStore Open(StoreUrl url, StoreContext context) => new ObjectBuildStore(BlobObjects.Open(url), context);

    /// <inheritdoc/>
    public override IObjectStore OpenObjects(StoreUrl url) => BlobObjects.Open(url);

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<string>> CreateAsync(StoreUrl url, StoreContext context, CancellationToken cancellationToken)
    {
        await using var objects = BlobObjects.Open(url);
        var made = await objects.CreateContainerAsync(cancellationToken).ConfigureAwait(false);
        return [$"container {url.Authority}: {(made ? "made, private" : "there already")}"];
    }

    /// <inheritdoc/>
    public override string Policy(StoreUrl url, StoreRole role) => BlobRoles.Definition(BlobPlace.Read(url), role);
}
