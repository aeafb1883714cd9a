using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pawl.EndToEnd.Concourse.Rules;

/// <summary>Checks the fields of a map of a pipeline.</summary>
internal sealed partial class Fields(string at, JsonObject map, List<string> faults)
{
    internal void Allow(params IReadOnlyList<string> known)
    {
        foreach (var (key, _) in map.Where(pair => !known.Contains(pair.Key)))
            faults.Add($"{at}: unknown field \"{key}\"");
    }

    internal void Require(params IReadOnlyList<string> keys)
    {
        foreach (var key in keys.Where(key => !map.ContainsKey(key)))
            faults.Add($"{at} has no {key}");
    }

    internal string Text(string key)
    {
        Kind(key, JsonValueKind.String);
        return map[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? (string)value! : "";
    }

    internal void Flag(string key) => Kind(key, JsonValueKind.True, JsonValueKind.False);

    internal void Map(string key) => Kind(key, JsonValueKind.Object);

    internal JsonArray List(string key)
    {
        Kind(key, JsonValueKind.Array);
        return map[key] as JsonArray ?? [];
    }

    internal void Texts(string key)
    {
        if (List(key).Any(item => item?.GetValueKind() != JsonValueKind.String))
            faults.Add($"{at}.{key}: not all of it is text");
    }

    /// <summary>atc/config_validation.go: letters are small, the first is a letter or digit, and not all of them are digits.</summary>
    internal string Identifier(string key)
    {
        var name = Text(key);
        if (!Valid.IsMatch(name) || Digits.IsMatch(name))
            faults.Add($"{at}.{key}: '{name}' is not a valid identifier");
        return name;
    }

    /// <summary>Go's time.ParseDuration.</summary>
    internal void GoDuration(string key)
    {
        if (map.ContainsKey(key) && !Duration.IsMatch(Text(key)))
            faults.Add($"{at}.{key}: invalid duration '{map[key]}'");
    }

    internal void Kind(string key, params IReadOnlyList<JsonValueKind> kinds)
    {
        if (map.ContainsKey(key) && !kinds.Contains(map[key]?.GetValueKind() ?? JsonValueKind.Null))
            faults.Add($"{at}.{key} is of the wrong type: {map[key]?.GetValueKind()}");
    }

    [GeneratedRegex(@"^[\p{Ll}\p{Lt}\p{Lm}\p{Lo}\d][\p{Ll}\p{Lt}\p{Lm}\p{Lo}\d\-_.]*$")]
    private static partial Regex Valid { get; }

    [GeneratedRegex(@"^\d+$")]
    private static partial Regex Digits { get; }

    [GeneratedRegex(@"^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$")]
    private static partial Regex Duration { get; }
}
