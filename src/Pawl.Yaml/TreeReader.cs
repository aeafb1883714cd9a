using System.Collections.Immutable;
using Pawl.Pipelines;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pawl.Yaml;

/// <summary>Makes the tree of a YAML text from the parser's events. Nothing in the text can make it large: depth is bounded, and an
/// alias counts as all that it stands for.</summary>
internal sealed class TreeReader
{
    private const int MaxDepth = 32;
    private const int MaxNodes = 100_000;
    private const string StringTag = "tag:yaml.org,2002:str";

    private readonly EventReader _events;
    private readonly Dictionary<string, Branch> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private TreeReader(EventReader events) => _events = events;

    /// <summary>Reads a text that holds one YAML document.</summary>
    /// <exception cref="YamlRefusedException">It doesn't, or uses what a pipeline file may not.</exception>
    public static SourceNode Read(string text) => new TreeReader(new EventReader(text)).ReadDocument();

    private SourceNode ReadDocument()
    {
        _events.Take<StreamStart>();
        if (_events.Current is StreamEnd)
            throw Empty();
        _events.Take<DocumentStart>();
        var root = ReadNode(depth: 1).Node;
        _events.Take<DocumentEnd>();
        if (_events.Current is not StreamEnd)
            throw new YamlRefusedException(
                _events.Position,
                "a second document begins here",
                "keep one pipeline in a file, and take this `---` out");
        return root is SourceNode.Scalar { Type: ScalarType.Null } ? throw Empty() : root;
    }

    private Branch ReadNode(int depth)
    {
        var at = _events.Position;
        if (depth > MaxDepth)
            throw new YamlRefusedException(
                at,
                $"values are nested more than {MaxDepth} deep",
                "a pipeline needs 5 levels; look for brackets that are never closed");
        if (_events.Current is AnchorAlias)
            return Follow(_events.Take<AnchorAlias>(), at, depth);

        var before = _nodes;
        Count(1, at);
        var start = _events.Take<NodeEvent>();
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific && !(start is Scalar && start.Tag.Value == StringTag))
            throw new YamlRefusedException(
                at,
                $"the tag {start.Tag.Value} means nothing here",
                "take it out, or put the value in quotes if it begins with `!`");
        var (node, height) = start switch
        {
            Scalar scalar => (ReadScalar(scalar, at), 1),
            SequenceStart => ReadList(at, depth),
            _ => ReadMap(at, depth),
        };
        var branch = new Branch(node, height, _nodes - before);
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor.Value] = branch;
        return branch;
    }

    private Branch Follow(AnchorAlias alias, SourcePosition at, int depth)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var branch))
            throw new YamlRefusedException(
                at,
                $"the alias *{name} stands for nothing before it",
                $"mark a value above with &{name}, or put the text in quotes if it begins with `*`");
        if (depth + branch.Height - 1 > MaxDepth)
            throw new YamlRefusedException(at, $"with this alias, values are nested more than {MaxDepth} deep", "write the value out");
        Count(branch.Nodes, at);
        return branch;
    }

    private static SourceNode.Scalar ReadScalar(Scalar scalar, SourcePosition at)
    {
        var isPlain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty;
        return new(at, isPlain ? CoreSchema.TypeOf(scalar.Value) : ScalarType.Text, scalar.Value);
    }

    private (SourceNode Node, int Height) ReadList(SourcePosition at, int depth)
    {
        var items = ImmutableArray.CreateBuilder<SourceNode>();
        var height = 0;
        while (_events.Current is not SequenceEnd)
        {
            var item = ReadNode(depth + 1);
            items.Add(item.Node);
            height = Math.Max(height, item.Height);
        }

        _events.Leave(at);
        return (new SourceNode.List(at, items.ToImmutable()), height + 1);
    }

    private (SourceNode Node, int Height) ReadMap(SourcePosition at, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<SourceEntry>();
        var merges = ImmutableArray.CreateBuilder<SourceEntry>();
        var height = 0;
        while (_events.Current is not MappingEnd)
        {
            var isPlain = _events.Current is Scalar { Style: ScalarStyle.Plain };
            var keyAt = _events.Position;
            var key = ReadNode(depth + 1);
            if (key.Node is not SourceNode.Scalar word)
                throw new YamlRefusedException(keyAt, "a list or map stands where a key belongs", "write a word before the `:`");
            var value = ReadNode(depth + 1);
            height = Math.Max(height, value.Height);
            var entry = new SourceEntry(word, value.Node);
            (isPlain && MergeKey.Is(entry) ? merges : entries).Add(entry);
        }

        _events.Leave(at);
        return (new SourceNode.Map(at, MergeKey.Resolve(entries.ToImmutable(), merges.ToImmutable())), height + 1);
    }

    private void Count(int nodes, SourcePosition at)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes)
            throw new YamlRefusedException(
                at,
                $"the file stands for more than {MaxNodes} values",
                "use fewer aliases, or write several pipelines");
    }

    private static YamlRefusedException Empty() =>
        new(new(1, 1), "the file is empty", "write a pipeline, or let `pawl init-pipeline` write one");

    private readonly record struct Branch(SourceNode Node, int Height, int Nodes);
}
