using Azure.Core.Pipeline;
using Pawl.Cosmos.Rest;
using Pawl.Signing;
using Pawl.Stores;

namespace Pawl.Cosmos;

/// <summary>Finds the credentials of an account: in the environment, or by Azure's chain. Asks nobody yet.</summary>
internal static class CosmosAccess
{
    private const string ConnectionVariable = "AZURE_COSMOS_CONNECTION_STRING";
    private const string KeyVariable = "COSMOS_KEY";

    /// <summary>The client of the account that a URL names.</summary>
    /// <exception cref="StoreUrlException">The environment is about another account, or not well-formed.</exception>
    public static CosmosClient Open(StoreUrl url, CosmosPlace place, HttpClientTransport transport) =>
        new(place.Address, Signing(url, place), transport, new CosmosFaults(url.ToString()));

    private static HttpPipelinePolicy[] Signing(StoreUrl url, CosmosPlace place)
    {
        if (Key(url, place) is { } key)
            return CosmosSigning.ByKey(BytesOf(url, key));
        return place.Address.Scheme == "https"
            ? CosmosSigning.ByToken(AzureCredentials.Default(), place.Address)
            : throw new StoreUrlException(url, $"a token may only travel by https; for an emulator, set {KeyVariable}");
    }

    private static byte[] BytesOf(StoreUrl url, string key)
    {
        var bytes = new byte[key.Length];
        return key.Length > 0 && Convert.TryFromBase64String(key, bytes, out var length)
            ? bytes[..length]
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
