using System.Net;
using Azure;

namespace Pawl.Cosmos.Rest;

/// <summary>What the service answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Substatus">The finer code: <c>0</c> when there is none.</param>
/// <param name="Tag">The ETag of the item, as it came; empty when there is none.</param>
/// <param name="Continuation">Where the next page begins; empty when there is none.</param>
/// <param name="Body">The body.</param>
internal sealed record CosmosAnswer(HttpStatusCode Status, string Substatus, string Tag, string Continuation, ReadOnlyMemory<byte> Body)
{
    /// <summary>Of a 404: the container or its database isn't there, not only the item.</summary>
    public const string OwnerIsMissing = "1003";

    /// <summary>True when the container is there and the item isn't.</summary>
    public bool IsItemMissing => Status == HttpStatusCode.NotFound && Substatus != OwnerIsMissing;

    /// <summary>Takes an answer that has arrived whole.</summary>
    public static CosmosAnswer Of(Response response) => new(
        (HttpStatusCode)response.Status,
        SubstatusOf(response),
        Header(response, "ETag"),
        Header(response, "x-ms-continuation"),
        response.ContentStream is null ? default : response.Content.ToMemory());

    /// <summary>The finer code that a response has: <c>0</c> when there is none.</summary>
    public static string SubstatusOf(Response response) => Header(response, "x-ms-substatus") is { Length: > 0 } substatus ? substatus : "0";

    private static string Header(Response response, string name) => response.Headers.TryGetValue(name, out var value) ? value : "";
}
