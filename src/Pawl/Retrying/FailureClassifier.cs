using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Retrying.Rules;
using Pawl.Running;

namespace Pawl.Retrying;

/// <summary>Says whether trying again can help: first by a state's own rules, then by the built-in ones.</summary>
/// <param name="transient">The state's rules for failures that trying again can mend.</param>
/// <param name="persistent">The state's rules for failures that it can't. They come before the others.</param>
public sealed class FailureClassifier(ImmutableArray<FailureRule> transient, ImmutableArray<FailureRule> persistent)
{
    /// <summary>The rule's name when no rule matches.</summary>
    public const string Unrecognised = "unrecognised";

    /// <summary>Without rules of a pipeline.</summary>
    public static FailureClassifier BuiltIn { get; } = new([], []);

    /// <summary>Classifies a failure. One that no rule knows is transient: trying once too often costs less than giving up.</summary>
    /// <param name="end">How the task ended.</param>
    /// <param name="lines">The last lines of its output, oldest first. A pipeline's rules look at all of them.</param>
    public Classification Classify(TaskEnd end, IReadOnlyList<string> lines)
    {
        if (persistent.FirstOrDefault(rule => rule.Matches(end, lines)) is { } own)
            return new(FailureCategory.Persistent, own.Text);
        if (transient.FirstOrDefault(rule => rule.Matches(end, lines)) is { } mine)
            return new(FailureCategory.Transient, mine.Text);
        return BuiltInRules.Classify(end, lines);
    }

    /// <summary>Classifies a failure by the built-in rules when only the error's text is known, as of a task that ran elsewhere.</summary>
    /// <param name="lines">The lines of the text.</param>
    public static Classification ClassifyText(IReadOnlyList<string> lines) => BuiltInRules.ByWords(lines);
}

/// <summary>What a failure is, and why.</summary>
/// <param name="Category">Whether trying again can help.</param>
/// <param name="Rule">The rule that decided: a pipeline's as written there, or a built-in one's name.</param>
public sealed record Classification(FailureCategory Category, string Rule);
