using System.Buffers;
using System.Collections.Immutable;

namespace Pawl.Secrets;

/// <summary>What stands where a secret would, and is none: nothing, a variable's name, a template, stars.</summary>
internal static class Placeholder
{
    private static readonly ImmutableArray<string> Words =
    [
        "null", "none", "nil", "undefined", "true", "false", "yes", "no", "(null)", "(none)", "(unset)", "<nil>", "(sensitive", "(hidden)",
        "sensitive", "hidden", "masked", "redacted", "omitted", "string", "...", "|", ">", "|-", ">-", "|+", ">+",
    ];

    private static readonly SearchValues<char> Stars = SearchValues.Create("*xX.•#-_");
    private static readonly SearchValues<char> VariableName = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>Whether this value is one.</summary>
    public static bool Is(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value is "PASSWORD" or "TOKEN" or "SECRET" || !value.ContainsAnyExcept(Stars))
            return true;
        foreach (var word in Words)
        {
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return value[0] switch
        {
            '$' => IsReference(value[1..]),
            '<' => value.IndexOf('>') == value.Length - 1,
            '{' => value.StartsWith("{{") && value.IndexOf("}}") == value.Length - 2,
            '%' => value.StartsWith("%(") ? value.IndexOf(')') >= value.Length - 2 : value.Length == 2,
            _ => false,
        };
    }

    // $NAME, ${NAME...}, $(command), $1; a password such as $ecret is none of them.
    private static bool IsReference(ReadOnlySpan<char> rest) => rest switch
    {
        [] => false,
        ['{', ..] => rest.IndexOf('}') == rest.Length - 1,
        ['(', ..] => rest.IndexOf(')') == rest.Length - 1,
        [>= '0' and <= '9'] => true,
        [(>= 'A' and <= 'Z') or '_', ..] => !rest.ContainsAnyExcept(VariableName),
        _ => false,
    };
}
