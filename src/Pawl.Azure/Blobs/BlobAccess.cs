using Azure.Core;
using Azure.Storage.Blobs;
using Pawl.Signing;
using Pawl.Stores;

namespace Pawl.Azure.Blobs;

/// <summary>Makes the client of a container, with credentials from the environment or Azure's chain. Asks nobody yet.</summary>
internal static class BlobAccess
{
    private const string ConnectionVariable = "AZURE_STORAGE_CONNECTION_STRING";

    /// <summary>The container that a URL names.</summary>
    /// <exception cref="StoreUrlException">The URL and the environment don't say which account, or not the same one.</exception>
    public static BlobContainerClient Open(StoreUrl url, BlobPlace place)
    {
        if (BlobPlace.Variable(ConnectionVariable) is { } connection)
            return Open(url, place, connection);
        if ((place.Endpoint ?? EndpointOf(place.Account)) is not { } endpoint)
            throw new StoreUrlException(url, $"no storage account is named; add ?account=NAME, or set AZURE_STORAGE_ACCOUNT or {ConnectionVariable}");
        if (endpoint.Scheme != "https")
            throw new StoreUrlException(url, $"a token may only travel by https; for an emulator, set {ConnectionVariable}");
        var container = new BlobUriBuilder(endpoint) { BlobContainerName = place.Container }.ToUri();
        return new BlobContainerClient(container, AzureCredentials.Default(), Options());
    }

    /// <summary>The container that a URL names, by a connection string.</summary>
    /// <exception cref="StoreUrlException">The connection string is of another account, or not well-formed.</exception>
    public static BlobContainerClient Open(StoreUrl url, BlobPlace place, string connection)
    {
        BlobContainerClient client;
        try
        {
            client = new BlobContainerClient(place.Endpoint is { } endpoint ? At(endpoint, connection) : connection, place.Container, Options());
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The exception's text may quote the connection string, and with it the key.
            throw new StoreUrlException(url, $"the connection string ({ConnectionVariable}) is none of a storage account");
        }

        return place.Account is { } account && client.AccountName != account
            ? throw new StoreUrlException(url, $"it is in the account {account}, but the connection string ({ConnectionVariable}) is of {client.AccountName}; correct one of them")
            : client;
    }

    /// <summary>How the client waits and retries: throttling, server errors and cut connections, up to four times with growing, jittered
    /// pauses; no answer in 20 s is such an error too.</summary>
    private static BlobClientOptions Options() => new()
    {
        Retry =
        {
            Mode = RetryMode.Exponential,
            MaxRetries = 4,
            Delay = TimeSpan.FromSeconds(0.4),
            MaxDelay = TimeSpan.FromSeconds(4),
            NetworkTimeout = TimeSpan.FromSeconds(20),
        },
        Diagnostics = { IsLoggingEnabled = false, IsDistributedTracingEnabled = false, IsTelemetryEnabled = false },
    };

    private static string At(Uri endpoint, string connection)
    {
        var kept = connection.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !part.StartsWith("BlobEndpoint=", StringComparison.OrdinalIgnoreCase));
        return $"{string.Join(';', kept)};BlobEndpoint={endpoint.AbsoluteUri.TrimEnd('/')}";
    }

    private static Uri? EndpointOf(string? account) => account is null ? null : new Uri($"https://{account}.blob.core.windows.net");
}
