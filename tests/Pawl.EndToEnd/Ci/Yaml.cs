using YamlDotNet.RepresentationModel;

namespace Pawl.EndToEnd.Ci;

/// <summary>A YAML file as a tree, read by a path.</summary>
internal static class Yaml
{
    internal static YamlMappingNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    internal static YamlNode At(this YamlNode node, params string[] path) => path.Aggregate(node, (at, name) => ((YamlMappingNode)at).Children[name]);

    internal static string Text(this YamlNode node) => ((YamlScalarNode)node).Value!;

    internal static IEnumerable<string> Keys(this YamlNode node) => ((YamlMappingNode)node).Children.Keys.Select(Text);

    internal static IEnumerable<KeyValuePair<string, string>> Texts(this YamlNode node) =>
        ((YamlMappingNode)node).Children.Select(pair => KeyValuePair.Create(pair.Key.Text(), pair.Value.Text()));

    internal static IEnumerable<YamlNode> Items(this YamlNode node) => ((YamlSequenceNode)node).Children;

    internal static void AssertKnown(IEnumerable<string> known, IEnumerable<string> found) => Assert.Empty(found.Except(known));
}
