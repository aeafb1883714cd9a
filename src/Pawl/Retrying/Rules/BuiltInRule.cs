using System.Text.RegularExpressions;
using Pawl.Builds;

namespace Pawl.Retrying.Rules;

/// <summary>A rule of Pawl's own: a line that tools print.</summary>
/// <param name="Category">What the failure is.</param>
/// <param name="Name">What it means, for people; histories show it.</param>
/// <param name="Reach">How many of the last lines it looks at. General words get few: what stands far above is seldom the cause.</param>
/// <param name="Pattern">The line. Fixed words and short gaps only, so that no line takes long.</param>
internal sealed record BuiltInRule(FailureCategory Category, string Name, int Reach, Regex Pattern)
{
    /// <summary>As far up as a tool's own words are looked for.</summary>
    public const int Far = 50;

    /// <summary>As far up as general words are looked for.</summary>
    public const int Near = 10;

    /// <summary>Stands before the name of a built-in rule wherever it is shown.</summary>
    public const string Prefix = "built-in: ";

    public static BuiltInRule Transient(string name, Regex pattern) => new(FailureCategory.Transient, Prefix + name, Far, pattern);

    public static BuiltInRule Persistent(string name, Regex pattern) => new(FailureCategory.Persistent, Prefix + name, Far, pattern);

    public static BuiltInRule PersistentNear(string name, Regex pattern) => new(FailureCategory.Persistent, Prefix + name, Near, pattern);
}
