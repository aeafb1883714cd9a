using System.Collections.Immutable;
using Pawl.Pipelines;

namespace Pawl.Yaml;

/// <summary>YAML's merge key: <c>&lt;&lt;: *defaults</c> takes over the keys of another map, or of several, that a map doesn't have
/// itself. Earlier maps win (yaml.org/type/merge.html).</summary>
internal static class MergeKey
{
    private const string Text = "<<";

    public static bool Is(SourceEntry entry) => entry.Key.Text == Text;

    /// <summary>A map's own entries, and after them those that it takes over.</summary>
    public static ImmutableArray<SourceEntry> Resolve(ImmutableArray<SourceEntry> own, ImmutableArray<SourceEntry> merges)
    {
        if (merges.IsEmpty)
            return own;
        if (merges.Length > 1)
            throw new YamlRefusedException(merges[1].Key.At, "`<<` is here twice", "write `<<: [*one, *another]`");
        var entries = own.ToBuilder();
        var keys = own.Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var map in MapsOf(merges[0]))
            entries.AddRange(map.Entries.Where(entry => keys.Add(entry.Key.Text)));
        return entries.ToImmutable();
    }

    private static IEnumerable<SourceNode.Map> MapsOf(SourceEntry merge)
    {
        var nodes = merge.Value is SourceNode.List list ? list.Items : [merge.Value];
        return nodes.Select(node => node as SourceNode.Map
            ?? throw new YamlRefusedException(merge.Key.At, "`<<` merges something that is no map", "write `<<: *name`, with a map marked &name above"));
    }
}
