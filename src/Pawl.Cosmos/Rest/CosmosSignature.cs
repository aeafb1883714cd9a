using System.Security.Cryptography;
using System.Text;

namespace Pawl.Cosmos.Rest;

/// <summary>What stands in a request's <c>Authorization</c>.</summary>
/// <remarks>https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources</remarks>
internal static class CosmosSignature
{
    /// <summary>Signs a request with an account's key.</summary>
    /// <param name="key">The key's bytes.</param>
    /// <param name="verb">GET, POST, PUT or DELETE.</param>
    /// <param name="resource">What the request is about.</param>
    /// <param name="date">What stands in <c>x-ms-date</c>.</param>
    public static string ByKey(ReadOnlySpan<byte> key, string verb, CosmosResource resource, string date)
    {
        var signed = $"{Lower(verb)}\n{Lower(resource.Type)}\n{resource.Link}\n{Lower(date)}\n\n";
        return Written("master", Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed))));
    }

    /// <summary>Hands over a token of Microsoft Entra ID.</summary>
    public static string ByToken(string token) => Written("aad", token);

    private static string Written(string type, string signature) => Uri.EscapeDataString($"type={type}&ver=1.0&sig={signature}");

#pragma warning disable CA1308 // The service signs in small letters.
    private static string Lower(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
