using System.Text.Json;

namespace Pawl.Packer;

/// <summary>A value of a manifest, and where it stands: what is wrong with it is said with its path.</summary>
/// <param name="file">The manifest, as the user names it.</param>
/// <param name="path">Its path in the JSON: <c>$.builds[0].files</c>.</param>
/// <param name="value">The value; undefined where the manifest has none.</param>
internal readonly struct ManifestNode(string file, string path, JsonElement value)
{
    /// <summary>Where it stands.</summary>
    public string Path => path;

    /// <summary>A field of an object.</summary>
    public ManifestNode this[string name]
    {
        get
        {
            Require(JsonValueKind.Object, "an object");
            return new(file, $"{path}.{name}", value.TryGetProperty(name, out var field) ? field : default);
        }
    }

    /// <summary>The text.</summary>
    public string Text()
    {
        Require(JsonValueKind.String, "a text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault("holds half of a character, which is no text");
        }
    }

    /// <summary>The text; empty where there is none.</summary>
    public string OptionalText() => IsNothing ? "" : Text();

    /// <summary>The whole number, not negative; 0 where there is none.</summary>
    public long OptionalSize()
    {
        if (IsNothing)
            return 0;
        Require(JsonValueKind.Number, "a number");
        return value.TryGetInt64(out var number) && number >= 0 ? number : throw Fault("must be a whole number of bytes");
    }

    /// <summary>The elements of an array.</summary>
    public IEnumerable<ManifestNode> Elements()
    {
        Require(JsonValueKind.Array, "an array");
        var (name, at) = (file, path);
        return value.EnumerateArray().Select((element, i) => new ManifestNode(name, $"{at}[{i}]", element));
    }

    /// <summary>The elements of an array; none where there is none.</summary>
    public IEnumerable<ManifestNode> OptionalElements() => IsNothing ? [] : Elements();

    /// <summary>The fields of an object; none where there is none.</summary>
    public IEnumerable<(string Name, ManifestNode Value)> OptionalFields()
    {
        if (IsNothing)
            return [];
        Require(JsonValueKind.Object, "an object");
        var (name, at) = (file, path);
        return value.EnumerateObject()
            .Select(field => (field.Name, new ManifestNode(name, $"{at}[{JsonEncodedText.Encode(field.Name)}]", field.Value)));
    }

    /// <summary>Says what is wrong here.</summary>
    public PackerFaultException Fault(string what) => new($"{file} is not a manifest of Packer: {path} {what}");

    private bool IsNothing => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    private void Require(JsonValueKind kind, string wanted)
    {
        if (value.ValueKind != kind)
            throw Fault($"must be {wanted}, and is {Word(value.ValueKind)}");
    }

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Undefined => "missing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        JsonValueKind.Null => "null",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind"),
    };
}
