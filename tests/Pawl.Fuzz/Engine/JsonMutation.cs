using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pawl.Fuzz.Engine;

/// <summary>Makes a JSON text from another one that stays JSON: single bytes mostly break it, and then a reader never sees what is inside.</summary>
internal static class JsonMutation
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "100", "101", "0.5", "1e400", "1e9",
        "2147483647", "2147483648", "9223372036854775807", "-9223372036854775808",
        "\"\"", "\"a\"", "\"\\ud800\"", "\"\\u0000\"", "\"\\u001b[31m\"",
        "\"9999-12-31T23:59:59.999Z\"", "\"0001-01-01T00:00:00.000Z\"", "\"0001-01-01T00:00:00+14:00\"",
        "[]", "{}", "[[]]", "[{}]", "[null]", "[[0]]",
    ];

    /// <summary>The new text; null when the old one isn't JSON, or has nothing in it.</summary>
    public static byte[]? Of(ReadOnlySpan<byte> input, Random random)
    {
        try
        {
            if (JsonNode.Parse(input) is not { } root || Children(root).ToArray() is not { Length: > 0 } nodes)
                return null;
            Change(nodes[random.Next(nodes.Length)], nodes, random);
            return JsonSerializer.SerializeToUtf8Bytes(root);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON, a key twice, or a text that no JSON can hold.
            return null;
        }
    }

    private static void Change(Place at, Place[] places, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                at.Remove();
                break;
            case 1:
                at.Set(places[random.Next(places.Length)].Value?.DeepClone());
                break;
            case 2 when at.Parent is JsonArray list:
                list.Insert(random.Next(list.Count + 1), at.Value?.DeepClone());
                break;
            case 3 when places[random.Next(places.Length)] is { Parent: JsonObject map, Key: var key }:
                map[key] = at.Value?.DeepClone();
                break;
            default:
                at.Set(JsonNode.Parse(Values[random.Next(Values.Length)]));
                break;
        }
    }

    private static IEnumerable<Place> Children(JsonNode? node) => node switch
    {
        JsonObject map => map.ToArray().SelectMany(field => Children(field.Value).Prepend(new Place(map, field.Key, 0))),
        JsonArray list => Enumerable.Range(0, list.Count).SelectMany(i => Children(list[i]).Prepend(new Place(list, "", i))),
        _ => [],
    };

    // A field of an object or an item of an array.
    private readonly record struct Place(JsonNode Parent, string Key, int Index)
    {
        public JsonNode? Value => Parent is JsonArray list ? list[Index] : Parent[Key];

        public void Set(JsonNode? value)
        {
            if (Parent is JsonArray list)
                list[Index] = value;
            else
                Parent[Key] = value;
        }

        public void Remove()
        {
            if (Parent is JsonArray list)
                list.RemoveAt(Index);
            else
                Parent.AsObject().Remove(Key);
        }
    }
}
