using System.Text.Json;
using Azure.Core;

namespace Pawl.Cosmos.Rest;

/// <summary>All requests that Pawl makes of an account, as its REST API has them.</summary>
/// <remarks>https://learn.microsoft.com/rest/api/cosmos-db/common-cosmosdb-rest-request-headers. No session token and no consistency level is
/// sent: reads have the account's own level, which <see cref="CosmosProof"/> requires to show what any process wrote.</remarks>
internal sealed class CosmosRequests(CosmosPlace place)
{
    private const string MostItemsAPage = "1000";

    /// <summary>Asks for the account: its regions and its consistency.</summary>
    public static CosmosRequest ReadAccount { get; } = New(RequestMethod.Get, CosmosResource.Account);

    /// <summary>Asks for the container's definition.</summary>
    public CosmosRequest ReadContainer() => New(RequestMethod.Get, CosmosResource.Container(place));

    /// <summary>Makes the database.</summary>
    public static CosmosRequest CreateDatabase(ReadOnlyMemory<byte> definition) =>
        New(RequestMethod.Post, CosmosResource.Databases, definition, Json);

    /// <summary>Makes the container.</summary>
    public CosmosRequest CreateContainer(ReadOnlyMemory<byte> definition) =>
        New(RequestMethod.Post, CosmosResource.Containers(place), definition, Json);

    /// <summary>Reads an item.</summary>
    public CosmosRequest ReadItem(ItemAddress at) => New(RequestMethod.Get, CosmosResource.Item(place, at.Id), default, In(at.Partition));

    /// <summary>Makes an item, unless it is there (409).</summary>
    public CosmosRequest CreateItem(ItemAddress at, ReadOnlyMemory<byte> item) =>
        New(RequestMethod.Post, CosmosResource.Items(place), item, In(at.Partition), Json, Short);

    /// <summary>Writes an item over one that has this ETag (412 if it has another).</summary>
    public CosmosRequest ReplaceItem(ItemAddress at, ReadOnlyMemory<byte> item, string tag) =>
        New(RequestMethod.Put, CosmosResource.Item(place, at.Id), item, In(at.Partition), Json, Short, new("If-Match", tag));

    /// <summary>Deletes an item.</summary>
    public CosmosRequest DeleteItem(ItemAddress at) => New(RequestMethod.Delete, CosmosResource.Item(place, at.Id), default, In(at.Partition));

    /// <summary>Asks for a page of a query's results.</summary>
    /// <param name="query">Text and parameters. Over several partitions one without order and sums, which the service answers without a plan.</param>
    /// <param name="partition">The partition asked; null for all.</param>
    /// <param name="continuation">Where the page before ended; empty for the first.</param>
    public CosmosRequest Query(ReadOnlyMemory<byte> query, string? partition, string continuation)
    {
        List<KeyValuePair<string, string>> headers =
        [
            new("Content-Type", "application/query+json"),
            new("x-ms-documentdb-isquery", "True"),
            new("x-ms-max-item-count", MostItemsAPage),
            partition is null ? new("x-ms-documentdb-query-enablecrosspartition", "True") : In(partition),
        ];
        if (continuation.Length > 0)
            headers.Add(new("x-ms-continuation", continuation));
        return New(RequestMethod.Post, CosmosResource.Items(place), query, [.. headers]);
    }

    private static KeyValuePair<string, string> Json => new("Content-Type", "application/json");

    // What was written needn't come back.
    private static KeyValuePair<string, string> Short => new("Prefer", "return=minimal");

    // A JSON array in ASCII: a header holds nothing else.
    private static KeyValuePair<string, string> In(string partition) =>
        new("x-ms-documentdb-partitionkey", $"[\"{JsonEncodedText.Encode(partition)}\"]");

    private static CosmosRequest New(
        RequestMethod method, CosmosResource resource, ReadOnlyMemory<byte> body = default, params KeyValuePair<string, string>[] headers) =>
        new(method, resource, headers, body);
}
