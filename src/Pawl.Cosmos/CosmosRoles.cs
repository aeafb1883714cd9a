using System.Text;
using System.Text.Json;
using Pawl.Stores;

namespace Pawl.Cosmos;

/// <summary>Role definitions of the data plane as <c>az cosmosdb sql role definition create --body @FILE</c> takes them.</summary>
internal static class CosmosRoles
{
    // https://learn.microsoft.com/azure/cosmos-db/how-to-setup-rbac
    private const string Account = "Microsoft.DocumentDB/databaseAccounts";
    private const string Items = $"{Account}/sqlDatabases/containers/items";

    private static readonly string[] Reading =
        [$"{Account}/readMetadata", $"{Items}/read", $"{Account}/sqlDatabases/containers/executeQuery"];

    private static readonly string[] Writing = [$"{Items}/create", $"{Items}/replace"];

    /// <summary>The definition of a role.</summary>
    public static string Definition(CosmosPlace place, StoreRole role)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("RoleName", $"Pawl {role} of {place.Database}/{place.Container}");
            writer.WriteString("Type", "CustomRole");
            WriteList(writer, "AssignableScopes", [$"/dbs/{place.Database}/colls/{place.Container}"]);
            writer.WriteStartArray("Permissions");
            writer.WriteStartObject();
            WriteList(writer, "DataActions", DataActionsOf(role));
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }

    private static string[] DataActionsOf(StoreRole role) => role switch
    {
        StoreRole.Reader => Reading,
        StoreRole.Worker => [.. Reading, .. Writing],
        StoreRole.Administrator => [.. Reading, .. Writing, $"{Items}/delete"],
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no such role"),
    };

    private static void WriteList(Utf8JsonWriter writer, string name, string[] values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
