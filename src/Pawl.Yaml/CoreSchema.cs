using System.Text.RegularExpressions;
using Pawl.Pipelines;

namespace Pawl.Yaml;

/// <summary>What YAML 1.2's core schema takes an unquoted scalar for (yaml.org/spec/1.2.2, 10.3.2). Hexadecimal and octal numbers
/// count as fractions here: no key takes them.</summary>
internal static partial class CoreSchema
{
    public static ScalarType TypeOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarType.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarType.Boolean,
        _ when WholeNumber.IsMatch(text) => ScalarType.WholeNumber,
        _ when Fraction.IsMatch(text) => ScalarType.Fraction,
        _ => ScalarType.Text,
    };

    [GeneratedRegex(@"\A[-+]?[0-9]+\z")]
    private static partial Regex WholeNumber { get; }

    [GeneratedRegex(@"\A(0x[0-9a-fA-F]+|0o[0-7]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex Fraction { get; }
}
