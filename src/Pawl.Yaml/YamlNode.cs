using System.Collections.Immutable;

namespace Pawl.Yaml;

/// <summary>A value of a YAML document that is to be written.</summary>
public abstract record YamlNode
{
    private YamlNode()
    {
    }

    /// <summary>Text, whatever it looks like.</summary>
    public static YamlNode Of(string text) => new Text(text);

    /// <summary>A number.</summary>
    public static YamlNode Of(int number) => new Plain(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The word <c>true</c>.</summary>
    public static YamlNode True { get; } = new Plain("true");

    /// <summary>A map; entries without a value are left out.</summary>
    public static YamlNode Map(params IEnumerable<(string Key, YamlNode? Value)> entries) =>
        new Mapping([.. entries.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!))]);

    /// <summary>A list.</summary>
    public static YamlNode List(params IEnumerable<YamlNode> items) => new Sequence([.. items]);

    internal sealed record Text(string Value) : YamlNode;

    internal sealed record Plain(string Value) : YamlNode;

    internal sealed record Mapping(ImmutableArray<(string Key, YamlNode Value)> Entries) : YamlNode;

    internal sealed record Sequence(ImmutableArray<YamlNode> Items) : YamlNode;
}
