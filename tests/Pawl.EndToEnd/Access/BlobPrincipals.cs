using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Pawl.Servers;

namespace Pawl.EndToEnd.Access;

/// <summary>Signatures for a container of Azurite with the rights of a role. Azurite has no roles, and a signature's rights are those of all blobs: the
/// worker's has no right to delete at all.</summary>
internal sealed class BlobPrincipals(AzuriteServer azurite) : Principals
{
    private readonly string _container = $"t{Guid.NewGuid():N}";
    private readonly Dictionary<string, string> _signatures = [];

    public override bool LimitsDeletion => false;

    public override string StoreOf(string role) => $"azblob://{_container}/team";

    public static async Task<Principals> StartAsync()
    {
        Assert.SkipWhen(AzuriteServer.Availability is not null, AzuriteServer.Availability ?? "");
        return new BlobPrincipals(await TestServers.AzuriteAsync());
    }

    // What the definition lists, but for deleting, which a condition limits for workers.
    public override Task GrantAsync(string role, string policy)
    {
        var rights = BlobContainerSasPermissions.List;
        if (policy.Contains("blobs/read", StringComparison.Ordinal))
            rights |= BlobContainerSasPermissions.Read;
        if (policy.Contains("blobs/add/action", StringComparison.Ordinal))
            rights |= BlobContainerSasPermissions.Create;
        if (policy.Contains("blobs/write", StringComparison.Ordinal))
            rights |= BlobContainerSasPermissions.Write;
        if (policy.Contains("blobs/delete", StringComparison.Ordinal) && !policy.Contains("AssignmentCondition\"", StringComparison.Ordinal))
            rights |= BlobContainerSasPermissions.Delete;
        var signature = new BlobSasBuilder(rights, DateTimeOffset.UtcNow.AddHours(1)) { BlobContainerName = _container, Resource = "c" };
        _signatures[role] = signature.ToSasQueryParameters(new StorageSharedKeyCredential(AzuriteServer.AccountName, AzuriteServer.AccountKey)).ToString();
        return Task.CompletedTask;
    }

    public override void Become(string role, Dictionary<string, string> variables) => variables["AZURE_STORAGE_CONNECTION_STRING"] = ConnectionOf(role);

    public override bool IsRefusal(Exception e) => e is RequestFailedException { Status: 403 };

    public override IEnumerable<(string What, Func<Task> Try)> Forbidden()
    {
        var container = new BlobContainerClient(ConnectionOf("worker"), _container);
        yield return ("delete an event", () => container.DeleteBlobAsync("team/aws/web-1/history/0000000001.json"));
        yield return ("delete a state", () => container.DeleteBlobAsync("team/aws/web-1/state.json"));
        yield return ("delete the container", () => container.DeleteAsync());
        yield return ("read another container", () => new BlobContainerClient(ConnectionOf("worker"), "other").GetBlobClient("x").DownloadContentAsync());
    }

    private string ConnectionOf(string role) => role == "maker"
        ? azurite.ConnectionString
        : $"BlobEndpoint={azurite.Endpoint};SharedAccessSignature={_signatures[role]}";
}
