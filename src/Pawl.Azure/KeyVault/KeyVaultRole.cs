using System.Text;
using System.Text.Json;
using Pawl.Stores;

namespace Pawl.Azure.KeyVault;

/// <summary>The least rights that a role needs on a key of Azure Key Vault.</summary>
public static class KeyVaultRole
{
    // https://learn.microsoft.com/azure/role-based-access-control/permissions/security#microsoftkeyvault
    private const string Keys = "Microsoft.KeyVault/vaults/keys";
    private const string Group = "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP";

    /// <summary>A role definition for the key of a URL, as <c>az role definition create</c> takes it.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static string Definition(StoreUrl url, StoreRole role)
    {
        var place = KeyVaultPlace.Read(url);
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("Name", $"Pawl {role} of the key {place.Key}");
            writer.WriteString("Description", role == StoreRole.Reader ? "Reads sealed builds." : "Seals builds and reads them.");
            writer.WriteBoolean("IsCustom", true);
            WriteList(writer, "Actions", []);
            WriteList(writer, "DataActions", role == StoreRole.Reader ? [$"{Keys}/read", $"{Keys}/unwrap/action"] : [$"{Keys}/read", $"{Keys}/wrap/action", $"{Keys}/unwrap/action"]);
            WriteList(writer, "AssignableScopes", [Group]);
            writer.WriteString("AssignmentScope", $"{Group}/providers/Microsoft.KeyVault/vaults/{place.Vault.Host.Split('.')[0]}/keys/{place.Key}");
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }

    private static void WriteList(Utf8JsonWriter writer, string name, string[] values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
