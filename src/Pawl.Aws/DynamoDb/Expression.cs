using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace Pawl.Aws.DynamoDb;

/// <summary>Collects what an expression names: many words are reserved, so each name gets a stand-in, and so does each value.</summary>
internal sealed class Expression
{
    /// <summary>The attributes by their stand-ins.</summary>
    public Dictionary<string, string> Attributes { get; } = [];

    /// <summary>The values by their stand-ins.</summary>
    public Dictionary<string, AttributeValue> Values { get; } = [];

    /// <summary>The stand-in of an attribute.</summary>
    public string Name(string attribute)
    {
        var standIn = $"#{attribute}";
        Attributes[standIn] = attribute;
        return standIn;
    }

    /// <summary>The stand-in of a value.</summary>
    public string Value(AttributeValue value)
    {
        var standIn = string.Create(CultureInfo.InvariantCulture, $":v{Values.Count}");
        Values.Add(standIn, value);
        return standIn;
    }

    /// <summary>An attribute has a value.</summary>
    public string Is(string attribute, AttributeValue value) => $"{Name(attribute)} = {Value(value)}";

    /// <summary>The item isn't there.</summary>
    public string NoItem() => $"attribute_not_exists({Name(Names.BuildId)})";
}
