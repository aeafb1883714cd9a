using System.Collections.Immutable;

namespace Pawl.Pipelines;

/// <summary>Reads the keys of one map. Whatever is wrong is collected, and reading goes on with a stand-in: the caller never sees it,
/// because a file with faults gives no pipeline.</summary>
internal sealed class MapReader
{
    private readonly Dictionary<string, SourceEntry> _entries = new(StringComparer.Ordinal);
    private readonly FaultCollector _faults;
    private readonly MapShape _shape;
    private readonly bool _isMap;

    public MapReader(SourceNode node, MapShape shape, FaultCollector faults)
    {
        (_faults, _shape, At) = (faults, shape, node.At);
        _isMap = node is SourceNode.Map;
        foreach (var entry in ValueNodes.Entries(node, shape.What, faults))
        {
            if (shape.Keys.Contains(entry.Key.Text))
                _entries[entry.Key.Text] = entry;
            else
                faults.Add(entry.Key.At, shape.Unknown(entry.Key.Text));
        }
    }

    /// <summary>Where the map begins.</summary>
    public SourcePosition At { get; }

    /// <summary>True when the map has the key.</summary>
    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>True when the map has the key, with a list.</summary>
    public bool HasList(string key) => _entries.TryGetValue(key, out var entry) && entry.Value is SourceNode.List;

    /// <summary>Where a key stands that the map has.</summary>
    public SourcePosition KeyAt(string key) => _entries[key].Key.At;

    /// <summary>Where a key's value stands; the map's own place when it doesn't have the key.</summary>
    public SourcePosition ValueAt(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value.At : At;

    /// <summary>A key that must be there.</summary>
    public void Require(string key, string mend)
    {
        if (_isMap && !Has(key))
            _faults.Add(At, $"{_shape.What} has no `{key}`", mend);
    }

    /// <summary>A text; the stand-in when the key isn't there.</summary>
    public T Value<T>(string key, T standIn, ValueParser<T> parse) =>
        _entries.TryGetValue(key, out var entry) && ValueNodes.TryText(entry.Value, $"`{key}`", parse, _faults, out var value) ? value : standIn;

    /// <summary>A value of which only the letters count; the stand-in when the key isn't there.</summary>
    public T Verbatim<T>(string key, T standIn, ValueParser<T> parse) =>
        _entries.TryGetValue(key, out var entry) && ValueNodes.TryVerbatim(entry.Value, $"`{key}`", parse, _faults, out var value) ? value : standIn;

    /// <summary>A whole number within bounds; the stand-in when the key isn't there.</summary>
    public int Number(string key, int standIn, int least, int most) =>
        _entries.TryGetValue(key, out var entry) && ValueNodes.TryNumber(entry.Value, key, least, most, _faults, out var value) ? value : standIn;

    /// <summary>A truth value; the stand-in when the key isn't there.</summary>
    public bool Truth(string key, bool standIn)
    {
        if (!_entries.TryGetValue(key, out var entry))
            return standIn;
        if (entry.Value is SourceNode.Scalar { Type: ScalarType.Boolean } scalar)
            return scalar.Text.Equals("true", StringComparison.OrdinalIgnoreCase);
        _faults.Add(entry.Value.At, $"`{key}` is no truth value", $"write `{key}: true` or `{key}: false`");
        return standIn;
    }

    /// <summary>A list of texts; none when the key isn't there.</summary>
    public ImmutableArray<Placed<T>> Values<T>(string key, ValueParser<T> parse)
    {
        var values = ImmutableArray.CreateBuilder<Placed<T>>();
        foreach (var item in Items(key, "[one, another]"))
        {
            if (ValueNodes.TryText(item, $"an item of `{key}`", parse, _faults, out var value))
                values.Add(new(value, item.At));
        }

        return values.ToImmutable();
    }

    /// <summary>The items of a list; none when the key isn't there.</summary>
    public ImmutableArray<SourceNode> Items(string key, string example) =>
        _entries.TryGetValue(key, out var entry) ? ValueNodes.Items(entry.Value, key, example, _faults) : [];

    /// <summary>A map within this one; an empty one when the key isn't there.</summary>
    public MapReader Map(string key, MapShape shape) =>
        new(_entries.TryGetValue(key, out var entry) ? entry.Value : new SourceNode.Map(At, []), shape, _faults);

    /// <summary>Environment variables; none when the key isn't there.</summary>
    public ImmutableSortedDictionary<string, string> Environment(string key)
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in _entries.TryGetValue(key, out var entry) ? ValueNodes.Entries(entry.Value, $"`{key}`", _faults) : [])
        {
            if (!ValueParsers.VariableName(name.Text, out _, out var complaint))
                _faults.Add(name.At, complaint);
            if (ValueNodes.TryVerbatim<string>(node, $"`{name.Text}`", ValueParsers.VariableValue, _faults, out var value))
                variables[name.Text] = value;
        }

        return variables.ToImmutable();
    }
}

/// <summary>The keys of one kind of map.</summary>
/// <param name="What">What the map is, for messages.</param>
/// <param name="Keys">All its keys.</param>
internal sealed record MapShape(string What, ImmutableArray<string> Keys)
{
    // Where a key that stands in the wrong map may belong.
    private Func<MapShape[]> _homes = () => [State, Retry, Pipeline];

    public static MapShape Pipeline { get; } = new("the pipeline", ["name", "provider", "image_type", "env", "secrets", "pass", "hide", "shell", "states"]);

    public static MapShape State { get; } = new(
        "the state",
        ["code", "name", "run", "shell", "env", "dir", "timeout", "kill_after", "retry", "transient", "persistent", "artifacts", "needs", "when"]);

    public static MapShape Retry { get; } = new("`retry`", ["strategy", "attempts", "initial", "max"]);

    public static MapShape Artifact { get; } = new("the artifact", ["name", "path"]);

    public static MapShape When { get; } = new("`when`", ["provider", "image_type"]);

    /// <summary>A map of another file than a pipeline's.</summary>
    public static MapShape Alone(string what, ImmutableArray<string> keys) => new(what, keys) { _homes = () => [] };

    /// <summary>What to say of a key that isn't one of them.</summary>
    public Complaint Unknown(string key)
    {
        var meant = Suggestion.For(key, Keys);
        var home = _homes().FirstOrDefault(shape => shape.Keys.Contains(key));
        return new($"{What} has no key `{key}`", (meant, home) switch
        {
            ({ Length: > 0 }, _) => $"did you mean `{meant}`?",
            (_, { } other) => $"it is a key of {other.What.Replace("the state", "a state", StringComparison.Ordinal)}; move it there",
            _ => $"take it out, or write one of {string.Join(", ", Keys)}",
        });
    }
}
