using System.Text;
using System.Text.Json;
using Pawl.Stores;

namespace Pawl.Azure.Blobs;

/// <summary>Role definitions as <c>az role definition create --role-definition @FILE</c> takes them. What it doesn't know it passes over: the
/// scope and the condition that the role is to be assigned with.</summary>
internal static class BlobRoles
{
    // https://learn.microsoft.com/azure/role-based-access-control/permissions/storage
    private const string Containers = "Microsoft.Storage/storageAccounts/blobServices/containers";
    private const string Blobs = $"{Containers}/blobs";
    private const string Group = "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP";

    /// <summary>The definition of a role.</summary>
    public static string Definition(BlobPlace place, StoreRole role)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("Name", $"Pawl {role} of {place.Container}");
            writer.WriteString("Description", DescriptionOf(role));
            writer.WriteBoolean("IsCustom", true);
            WriteList(writer, "Actions", role == StoreRole.Administrator ? [$"{Containers}/read", $"{Containers}/write"] : []);
            WriteList(writer, "DataActions", DataActionsOf(role));
            WriteList(writer, "AssignableScopes", [Group]);
            writer.WriteString(
                "AssignmentScope",
                $"{Group}/providers/Microsoft.Storage/storageAccounts/{place.Account ?? "ACCOUNT"}/blobServices/default/containers/{place.Container}");
            if (role == StoreRole.Worker)
            {
                writer.WriteString("AssignmentConditionVersion", "2.0");
                writer.WriteString("AssignmentCondition", ConditionOf(place));
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }

    private static string DescriptionOf(StoreRole role) => role switch
    {
        StoreRole.Worker => "Runs builds: reads and appends. Assign it with AssignmentCondition: it deletes only alerts that were sent, and the probe that finds out whether a new store is safe.",
        StoreRole.Reader => "Looks at builds.",
        StoreRole.Administrator => "Sets the store up, erases, restores.",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no such role"),
    };

    private static string[] DataActionsOf(StoreRole role) => role switch
    {
        StoreRole.Reader => [$"{Blobs}/read"],
        _ => [$"{Blobs}/read", $"{Blobs}/add/action", $"{Blobs}/write", $"{Blobs}/delete"],
    };

    // https://learn.microsoft.com/azure/role-based-access-control/conditions-format
    private static string ConditionOf(BlobPlace place) =>
        $"((!(ActionMatches{{'{Blobs}/delete'}})) OR ({Begins(place, ".pawl/probe-")}) OR ({Begins(place, ".pawl/alerts/")}))";

    private static string Begins(BlobPlace place, string path) =>
        $"@Resource[{Blobs}:path] StringStartsWith '{place.Prefix.Replace("'", "''", StringComparison.Ordinal)}{path}'";

    private static void WriteList(Utf8JsonWriter writer, string name, string[] values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
