using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pawl.EndToEnd.Concourse.Rules;

/// <summary>Reads YAML as Concourse does, by sigs.k8s.io/yaml: to JSON, plain words by YAML 1.1, no key twice.</summary>
internal static class ConcourseYaml
{
    private static readonly string[] TrueWords = ["y", "yes", "on", "true"];
    private static readonly string[] FalseWords = ["n", "no", "off", "false"];

    internal static JsonNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new MergingParser(new Parser(new StringReader(text))));
        return Convert(Assert.Single(stream.Documents).RootNode)!;
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var word } => Plain(word!),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidOperationException($"no node of {node.NodeType}"),
    };

    private static JsonValue? Plain(string word) => word.ToLowerInvariant() switch
    {
        "" or "~" or "null" => null,
        var truth when TrueWords.Contains(truth) => JsonValue.Create(true),
        var truth when FalseWords.Contains(truth) => JsonValue.Create(false),
        var number when long.TryParse(number, out var whole) => JsonValue.Create(whole),
        var number when double.TryParse(number, out var real) => JsonValue.Create(real),
        _ => JsonValue.Create(word),
    };
}
