using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Pawl.Cosmos.Rest;

namespace Pawl.Cosmos;

/// <summary>Asks for the keys with a prefix that come after another one, in any order.</summary>
internal sealed class KeyQuery(CosmosClient client, CosmosRequests requests, CosmosFaults faults)
{
    // Answered from the index alone, in one partition or in all: without an order there is nothing to plan over several.
    private const string Text = "SELECT VALUE c.key FROM c WHERE STARTSWITH(c.key, @prefix) AND c.key > @after";
    private const string OfPartition = $"{Text} AND c.buildId = @partition";

    /// <summary>The keys, page by page.</summary>
    public async IAsyncEnumerable<string> ReadAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partition = ItemAddress.PartitionOf(prefix);
        var query = Query(partition, prefix, after);
        var more = "";
        do
        {
            var page = await client.SendAsync(requests.Query(query, partition, more), cancellationToken).ConfigureAwait(false);
            if (page.Status != HttpStatusCode.OK)
                throw faults.Answered(page);
            // The service compares by code points, Pawl by UTF-16 units.
            foreach (var key in JsonReading.Read(page.Body, ItemJson.ReadKeys, faults))
            {
                if (key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)
                    yield return key;
            }

            more = page.Continuation;
        }
        while (more.Length > 0);
    }

    private static ReadOnlyMemory<byte> Query(string? partition, string prefix, string after)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("query", partition is null ? Text : OfPartition);
        writer.WriteStartArray("parameters");
        WriteParameter(writer, "@prefix", prefix);
        WriteParameter(writer, "@after", after);
        if (partition is not null)
            WriteParameter(writer, "@partition", partition);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteParameter(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("value", value);
        writer.WriteEndObject();
    }
}
