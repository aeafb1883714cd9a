using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pawl.Pipelines;

/// <summary>Reads nodes as the kind of value that a key takes, and says what to write when they are of another kind.</summary>
internal static class ValueNodes
{
    /// <summary>A text.</summary>
    public static bool TryText<T>(SourceNode node, string what, ValueParser<T> parse, FaultCollector faults, [MaybeNullWhen(false)] out T value)
    {
        if (node is SourceNode.Scalar { Type: ScalarType.WholeNumber or ScalarType.Fraction or ScalarType.Boolean } scalar)
        {
            // A duration without its unit, say: the parser knows better what is missing than "put it in quotes".
            var kind = scalar.Type == ScalarType.Boolean ? "a truth value" : "a number";
            var complaint = parse(scalar.Text, out value, out var own) ? new($"{what} is {kind}, where a text belongs", $"put it in quotes: \"{scalar.Text}\"") : own;
            faults.Add(node.At, complaint);
            return false;
        }

        return TryVerbatim(node, what, parse, faults, out value);
    }

    /// <summary>A value of which only the letters count: a number or truth value is taken as it is written.</summary>
    public static bool TryVerbatim<T>(SourceNode node, string what, ValueParser<T> parse, FaultCollector faults, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not SourceNode.Scalar { Type: not ScalarType.Null } scalar)
        {
            faults.Add(
                node.At,
                $"{what} {Is(node)}, where a text belongs",
                "write one value, in quotes if it is empty or has special characters");
            return false;
        }

        var valid = parse(scalar.Text, out value, out var complaint);
        if (!valid)
            faults.Add(node.At, complaint);
        return valid;
    }

    /// <summary>A whole number within bounds.</summary>
    public static bool TryNumber(SourceNode node, string key, int least, int most, FaultCollector faults, out int number)
    {
        number = 0;
        if (node is not SourceNode.Scalar { Type: ScalarType.WholeNumber } scalar)
        {
            var quoted = node is SourceNode.Scalar { Type: ScalarType.Text } text && int.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            faults.Add(
                node.At,
                $"`{key}` {Is(node)}, where a whole number belongs",
                quoted ? "take the quotes away" : $"write a number from {least} to {most}");
            return false;
        }

        var valid = int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
        if (!valid)
            faults.Add(node.At, $"`{key}` is {scalar.Text}, outside {least} to {most}", $"write a number from {least} to {most}");
        return valid;
    }

    /// <summary>The items of a list.</summary>
    public static ImmutableArray<SourceNode> Items(SourceNode node, string key, string example, FaultCollector faults)
    {
        if (node is SourceNode.List list)
            return list.Items;
        faults.Add(node.At, $"`{key}` {Is(node)}, where a list belongs", $"write `{key}: {example}`");
        return [];
    }

    /// <summary>The entries of a map, each key once.</summary>
    public static IEnumerable<SourceEntry> Entries(SourceNode node, string what, FaultCollector faults)
    {
        if (node is not SourceNode.Map map)
        {
            faults.Add(node.At, $"{what} {Is(node)}, where keys and values belong", "write `key: value` lines, or leave it out");
            return [];
        }

        var first = new Dictionary<string, SourceEntry>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (!first.TryAdd(entry.Key.Text, entry))
                faults.Add(
                    entry.Key.At,
                    $"`{entry.Key.Text}` is here twice, first in line {first[entry.Key.Text].Key.At.Line}",
                    "keep one of the two");
        }

        return first.Values;
    }

    private static string Is(SourceNode node) => node switch
    {
        SourceNode.Map => "is a map",
        SourceNode.List => "is a list",
        SourceNode.Scalar { Type: ScalarType.Null } => "has no value",
        SourceNode.Scalar { Type: ScalarType.Text } => "is a text",
        SourceNode.Scalar { Type: ScalarType.Boolean } => "is a truth value",
        _ => "is a number",
    };
}
