using Microsoft.Azure.Cosmos;
using Pawl.Signing;
using Pawl.Stores;

namespace Pawl.Cosmos;

/// <summary>Makes the client of an account, with credentials from the environment or Azure's chain. Asks nobody yet.</summary>
internal static class CosmosAccess
{
    private const string ConnectionVariable = "AZURE_COSMOS_CONNECTION_STRING";
    private const string KeyVariable = "COSMOS_KEY";

    /// <summary>The account that a URL names.</summary>
    /// <exception cref="StoreUrlException">The environment is about another account, or not well-formed.</exception>
    public static CosmosClient Open(StoreUrl url, CosmosPlace place, CosmosClientOptions options)
    {
        options.ConnectionMode = ConnectionMode.Gateway;
        // A server of one's own reports addresses that may not be reached from here.
        options.LimitToEndpoint = place.Endpoint is not null;
        options.EnableContentResponseOnWrite = false;
        options.MaxRetryAttemptsOnRateLimitedRequests = 9;
        options.MaxRetryWaitTimeOnRateLimitedRequests = TimeSpan.FromSeconds(20);
        options.RequestTimeout = TimeSpan.FromSeconds(20);
        options.CosmosClientTelemetryOptions = new CosmosClientTelemetryOptions { DisableDistributedTracing = true };
        if (Key(url, place) is not { } key)
            return new CosmosClient(place.Address.AbsoluteUri, AzureCredentials.Default(), options);
        return key.Length > 0 && Convert.TryFromBase64String(key, new byte[key.Length], out _)
            ? new CosmosClient(place.Address.AbsoluteUri, key, options)
            : throw new StoreUrlException(url, $"the key in {ConnectionVariable} or {KeyVariable} is no key of an account: those are base64");
    }

    private static string? Key(StoreUrl url, CosmosPlace place)
    {
        if (Variable(ConnectionVariable) is not { } connection)
            return Variable(KeyVariable);
        var host = Uri.TryCreate(Part(connection, "AccountEndpoint="), UriKind.Absolute, out var address) ? address.Host : "";
        if (place.Endpoint is null && !host.StartsWith($"{place.Account}.", StringComparison.OrdinalIgnoreCase))
            throw new StoreUrlException(url, $"it is in the account {place.Account}, but {ConnectionVariable} is of {(host.Length > 0 ? host : "none")}; correct one of them");
        return Part(connection, "AccountKey=") ?? "";
    }

    private static string? Part(string connection, string name) => connection
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .FirstOrDefault(part => part.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..];

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
