using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace Pawl.Aws.DynamoDb;

/// <summary>An item's attributes as the values that they stand for.</summary>
internal readonly struct Attributes(Dictionary<string, AttributeValue> item)
{
    /// <exception cref="FormatException">It isn't there, or is something else.</exception>
    public string Text(string name) => OptionalText(name) ?? throw Wrong(name);

    public string? OptionalText(string name) => item.TryGetValue(name, out var value) ? value.S ?? throw Wrong(name) : null;

    /// <exception cref="FormatException">It isn't there, or is something else.</exception>
    public long Number(string name) => OptionalNumber(name) ?? throw Wrong(name);

    public long? OptionalNumber(string name) =>
        !item.TryGetValue(name, out var value) ? null
        : long.TryParse(value.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong(name);

    /// <exception cref="FormatException">It isn't there, or is something else.</exception>
    public IEnumerable<string> Texts(string name) =>
        item.TryGetValue(name, out var value) && value.L is { } list ? list.Select(element => element.S ?? throw Wrong(name)) : throw Wrong(name);

    private static FormatException Wrong(string name) => new($"{name} is not what it must be");
}
