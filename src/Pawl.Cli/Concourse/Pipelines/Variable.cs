using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Pawl.Yaml;

namespace Pawl.Cli.Concourse.Pipelines;

/// <summary>Concourse's variables: <c>((name))</c> anywhere in a pipeline stands for a value that Concourse has.</summary>
internal static partial class Variable
{
    /// <summary>The variable that has the value of a variable of the environment.</summary>
    public static string Of(string environmentName) => $"(({environmentName.ToLowerInvariant()}))";

    /// <summary>A map of variables of the environment to variables of Concourse's; null for none.</summary>
    public static YamlNode? MapOf(ImmutableArray<string> environmentNames) =>
        environmentNames.IsEmpty ? null : YamlNode.Map(environmentNames.Select(name => (name, (YamlNode?)YamlNode.Of(Of(name)))));

    /// <summary>True for a text in which Concourse would put values: <c>$((i))</c> of a shell looks like one.</summary>
    public static bool StandsIn(string text) => Reference.IsMatch(text);

    /// <summary>A text that the user wrote, which must mean what it says.</summary>
    /// <exception cref="UsageException">Concourse would put a value in.</exception>
    public static string Literal(string text, string what) => StandsIn(text)
        ? throw new UsageException($"{what} holds {Reference.Match(text).Value}, which Concourse would take for a variable; write it in another way")
        : text;

    /// <summary>The names of all in a text, each once.</summary>
    public static IEnumerable<string> NamesIn(string text) =>
        Reference.Matches(text).Select(match => match.Value[2..^2]).Distinct().Order(StringComparer.Ordinal);

    // Concourse's own expression: https://github.com/concourse/concourse/blob/master/vars/template.go
    [GeneratedRegex("""\(\((([-/\.\w\p{L}]+\:)?[-/\.:@"\w\p{L}]+)\)\)""")]
    private static partial Regex Reference { get; }
}
