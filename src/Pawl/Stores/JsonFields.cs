using System.Collections.Immutable;
using System.Text.Json;
using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>The fields of a JSON object as the values that they stand for. Fields that nobody asks for are left alone.</summary>
internal readonly struct JsonFields(JsonElement element)
{
    public string Text(string name) => element.GetProperty(name).GetString() ?? throw Wrong(name);

    public long Number(string name) => element.GetProperty(name).GetInt64();

    /// <summary>A number that is left out when it is 0.</summary>
    public long OptionalNumber(string name) => element.TryGetProperty(name, out var number) ? number.GetInt64() : 0;

    public int Count(string name) => element.GetProperty(name).GetInt32();

    public bool Truth(string name) => element.GetProperty(name).GetBoolean();

    public bool Has(string name) => element.TryGetProperty(name, out _);

    /// <summary>True for a field that is true; false for one that is left out.</summary>
    public bool Flag(string name) => element.TryGetProperty(name, out var flag) && flag.GetBoolean();

    public Guid Id(string name) => element.GetProperty(name).GetGuid();

    public StateCode State(string name) => StateOf(element.GetProperty(name));

    public Label Label(string name) => Builds.Label.TryParse(Text(name), out var label) ? label : throw Wrong(name);

    public BuildId BuildId(string name) => Builds.BuildId.TryParse(Text(name), out var id) ? id : throw Wrong(name);

    public DateTimeOffset Time(string name) => UtcTime.TryParse(Text(name), out var time) ? time : throw Wrong(name);

    /// <summary>A hash that is left out when there is none.</summary>
    public ChainHash Hash(string name) =>
        !element.TryGetProperty(name, out _) ? ChainHash.None : ChainHash.TryParse(Text(name), out var hash) ? hash : throw Wrong(name);

    /// <summary>A seal that is left out when there is none.</summary>
    public Seal Seal(string name) =>
        !element.TryGetProperty(name, out _) ? Builds.Seal.None : Builds.Seal.TryParse(Text(name), out var seal) ? seal : throw Wrong(name);

    public BuildStatus Status(string name) => BuildStatusText.TryParse(Text(name), out var status) ? status : throw Wrong(name);

    public FailureCategory Category(string name) => FailureCategoryText.TryParse(Text(name), out var category) ? category : throw Wrong(name);

    /// <summary>An object that must be there.</summary>
    public T Object<T>(string name, Func<JsonFields, T> read) => read(new JsonFields(element.GetProperty(name)));

    /// <summary>An object that is left out when there is none.</summary>
    public T? OptionalObject<T>(string name, Func<JsonFields, T> read)
        where T : class => element.TryGetProperty(name, out var found) ? read(new JsonFields(found)) : null;

    /// <summary>A time that is left out when there is none.</summary>
    public DateTimeOffset? OptionalTime(string name) => element.TryGetProperty(name, out _) ? Time(name) : null;

    public ImmutableArray<T> Array<T>(string name, Func<JsonElement, T> read) => [.. element.GetProperty(name).EnumerateArray().Select(read)];

    /// <summary>An array that is left out when it is empty.</summary>
    public ImmutableArray<T> OptionalArray<T>(string name, Func<JsonElement, T> read) => element.TryGetProperty(name, out _) ? Array(name, read) : [];

    /// <summary>The fields of an object, whatever their names.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> Fields(string name) =>
        element.GetProperty(name).EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value));

    /// <summary>The object itself as a table of texts, in ordinal order.</summary>
    public ImmutableSortedDictionary<string, string> Texts() => element.EnumerateObject().ToImmutableSortedDictionary(
        field => field.Name, field => field.Value.GetString() ?? throw Wrong(field.Name), StringComparer.Ordinal);

    public static StateCode StateOf(JsonElement number) => StateCode.TryFrom(number.GetInt32(), out var code) ? code : throw Wrong("state");

    public static FormatException Wrong(string name) => new($"{name} is not what it must be");
}
