using System.Collections.Immutable;
using System.Text.Json;
using Pawl.Cli.Verbs;
using Pawl.Pipelines;

namespace Pawl.Cli.Concourse.Requests;

/// <summary>A map of a request: what it has is read by name and type, and every fault is named with its path.</summary>
internal sealed class RequestMap
{
    private const string NoText = "is no text: it holds bytes that are not UTF-8, or half a character";

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);

    private readonly string _path;

    private RequestMap(string path) => _path = path;

    /// <summary>The whole request.</summary>
    /// <exception cref="RequestException">It is no map, or has a key twice.</exception>
    public static RequestMap Root(JsonElement element) => Of("", element);

    /// <summary>Checks that there are no other keys.</summary>
    public void RequireKeys(params IReadOnlyList<string> known)
    {
        foreach (var key in _values.Keys.Where(key => !known.Contains(key)))
        {
            var guess = Suggestion.For(key, known) is { Length: > 0 } near ? $"; did you mean `{near}`?" : $"; there are {string.Join(", ", known)}";
            throw new RequestException($"there is no `{PathOf(key)}`{guess}");
        }
    }

    /// <summary>True when it has a value here; null is none.</summary>
    public bool Has(string key) => _values.TryGetValue(key, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A text, or a whole number, which YAML makes of <c>build: 42</c>. Null when there is none.</summary>
    public string? Text(string key) => !Has(key) ? null : _values[key] switch
    {
        { ValueKind: JsonValueKind.String } text => TextOf(text.GetString) ?? throw Fault(key, NoText),
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out _) => number.GetRawText(),
        var other => throw Fault(key, $"must be a text, and is {Describe(other)}"),
    };

    /// <summary>A text that must be there, and say something.</summary>
    public string RequiredText(string key, string why) => Text(key) is { } text && !string.IsNullOrWhiteSpace(text)
        ? text
        : throw new RequestException($"`{PathOf(key)}` is needed: {why}");

    /// <summary>True or false; false when there is none.</summary>
    public bool Flag(string key) => Has(key) && _values[key] switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var other => throw Fault(key, $"must be true or false, and is {Describe(other)}"),
    };

    /// <summary>A map in it; an empty one when there is none.</summary>
    public RequestMap Map(string key) => Has(key) ? Of(PathOf(key), _values[key]) : new RequestMap(PathOf(key));

    /// <summary>A map of texts, numbers and truth values, all of them as texts; an empty one when there is none.</summary>
    public ImmutableSortedDictionary<string, string> Texts(string key)
    {
        var map = Map(key);
        return map._values.ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => pair.Value switch
            {
                { ValueKind: JsonValueKind.String } text => TextOf(text.GetString) ?? throw map.Fault(pair.Key, NoText),
                { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } plain => plain.GetRawText(),
                var other => throw map.Fault(pair.Key, $"must be a text, and is {Describe(other)}"),
            },
            StringComparer.Ordinal);
    }

    /// <summary>A value that a function reads from a text; null when there is none.</summary>
    public T? Parsed<T>(string key, Func<string, T?> read, string rule)
        where T : struct => Text(key) is not { } text
            ? null
            : read(text) ?? throw Fault(key, $"'{Ask.Shorten(text)}' must be {rule}");

    /// <summary>Says what is wrong with the value of a key.</summary>
    public RequestException Fault(string key, string what) => new($"`{PathOf(key)}` {what}");

    private static RequestMap Of(string path, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new RequestException($"{(path.Length == 0 ? "the request" : $"`{path}`")} must be a map, and is {Describe(element)}");
        var map = new RequestMap(path);
        foreach (var property in element.EnumerateObject())
        {
            var key = TextOf(() => property.Name) ?? throw new RequestException($"a key in {(path.Length == 0 ? "the request" : $"`{path}`")} {NoText}");
            if (!map._values.TryAdd(key, property.Value))
                throw new RequestException($"`{map.PathOf(key)}` is there twice; take one of them out");
        }

        return map;
    }

    // JSON can write what text can't hold.
    private static string? TextOf(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private string PathOf(string key) => _path.Length == 0 ? Ask.Shorten(key) : $"{_path}.{Ask.Shorten(key)}";

    // Its kind alone: the value may be a credential.
    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "a map",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "null",
    };
}
