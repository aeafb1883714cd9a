using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pawl.Servers.Iam;

/// <summary>A policy, judged as Amazon documents it: what isn't allowed is refused, and what is refused by a statement is allowed by none.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html</summary>
internal sealed class IamDocument(string json)
{
    private readonly JsonElement[] _statements = [.. JsonDocument.Parse(json).RootElement.GetProperty("Statement").EnumerateArray()];

    public bool Allows(IamCall call)
    {
        var meant = _statements.Where(statement => IsAbout(statement, call)).Select(statement => statement.GetProperty("Effect").GetString()).ToList();
        return meant.Contains("Allow") && !meant.Contains("Deny");
    }

    private static bool IsAbout(JsonElement statement, IamCall call) =>
        Texts(statement.GetProperty("Action")).Any(action => IsLike(action, call.Action))
        && Texts(statement.GetProperty("Resource")).Any(resource => IsLike(resource, call.Resource))
        && (!statement.TryGetProperty("Condition", out var conditions)
            || conditions.EnumerateObject().All(test => test.Value.EnumerateObject().All(key => Holds(test.Name, key.Name, [.. Texts(key.Value)], call))));

    private static bool Holds(string test, string key, string[] expected, IamCall call)
    {
        var there = call.Context.GetValueOrDefault(key);
        return test switch
        {
            "Null" => expected.Contains(there is null ? "true" : "false"),
            "StringLikeIfExists" => there is null || there.All(value => expected.Any(pattern => IsLike(pattern, value))),
            "ForAllValues:StringEquals" => (there ?? []).All(expected.Contains),
            _ => throw new TestServerException($"the gate knows no condition {test}"),
        };
    }

    private static IEnumerable<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(text => text.GetString()!) : [value.GetString()!];

    private static bool IsLike(string pattern, string text) =>
        Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)}$", RegexOptions.Singleline);
}
