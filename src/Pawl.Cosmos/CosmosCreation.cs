using System.Buffers;
using System.Net;
using System.Text.Json;
using Pawl.Cosmos.Rest;
using Pawl.Stores;

namespace Pawl.Cosmos;

/// <summary>Makes a database and a container for builds. Only an account's key may: tokens of Entra ID are for items alone.</summary>
internal sealed class CosmosCreation(CosmosClient client, CosmosRequests requests, CosmosPlace place, CosmosFaults faults)
{
    /// <summary>Makes what isn't there.</summary>
    public async ValueTask<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var there = await client.SendAsync(requests.ReadContainer(), cancellationToken).ConfigureAwait(false);
        if (there.Status == HttpStatusCode.OK)
            return [Say(Made.Before)];
        await RequireAsync(CosmosRequests.CreateDatabase(Json(writer => writer.WriteString("id", place.Database))), cancellationToken).ConfigureAwait(false);
        await RequireAsync(requests.CreateContainer(Json(WriteContainer)), cancellationToken).ConfigureAwait(false);
        return [$"database {place.Database}: there", Say(Made.Now)];
    }

    private void WriteContainer(Utf8JsonWriter writer)
    {
        writer.WriteString("id", place.Container);
        writer.WriteStartObject("partitionKey");
        WritePaths(writer, "paths", ContainerJson.PartitionPath);
        writer.WriteString("kind", "Hash");
        // Version 1 looks at the first 101 bytes of a build's name only.
        writer.WriteNumber("version", 2);
        writer.WriteEndObject();
        // Only keys are asked for by Pawl; an index over all of a build's content would make each write dearer.
        writer.WriteStartObject("indexingPolicy");
        writer.WriteBoolean("automatic", true);
        writer.WriteString("indexingMode", "consistent");
        WriteIndex(writer, "includedPaths", "/key/?", "/buildId/?");
        WriteIndex(writer, "excludedPaths", "/*");
        writer.WriteEndObject();
    }

    private static void WritePaths(Utf8JsonWriter writer, string name, string path)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(path);
        writer.WriteEndArray();
    }

    private static void WriteIndex(Utf8JsonWriter writer, string name, params ReadOnlySpan<string> paths)
    {
        writer.WriteStartArray(name);
        foreach (var path in paths)
        {
            writer.WriteStartObject();
            writer.WriteString("path", path);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private string Say(Made made) =>
        $"container {place.Container}, partition key {ContainerJson.PartitionPath}: {(made == Made.Now ? "made" : "there already")}";

    private async ValueTask RequireAsync(CosmosRequest make, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(make, cancellationToken).ConfigureAwait(false);
        if (answer.Status is HttpStatusCode.Forbidden)
            throw new StoreException(StoreFault.Denied, $"these credentials can't make a container in {place.Account}; set AZURE_COSMOS_CONNECTION_STRING, or make it with `az cosmosdb sql container create --account-name {place.Account} --database-name {place.Database} --name {place.Container} --partition-key-path {ContainerJson.PartitionPath} --resource-group GROUP`");
        if (answer.Status is not (HttpStatusCode.Created or HttpStatusCode.OK or HttpStatusCode.Conflict))
            throw faults.Answered(answer);
    }

    private enum Made
    {
        Now,
        Before,
    }
}
