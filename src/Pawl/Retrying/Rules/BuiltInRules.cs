using Pawl.Builds;
using Pawl.Running;

namespace Pawl.Retrying.Rules;

/// <summary>What Pawl itself knows of failures. How a task ended says most; then its words are asked, first for what trying again can
/// mend: after a network failure a tool often prints that something is missing, and that is no cause but a consequence.</summary>
internal static class BuiltInRules
{
    /// <summary>Every rule of words, in the order in which they are asked.</summary>
    public static IReadOnlyList<BuiltInRule> OfWords { get; } =
    [
        .. NetworkRules.All, .. ServiceRules.All, .. MachineRules.All,
        .. AccessRules.All, .. MissingRules.All, .. CodeRules.All,
    ];

    /// <summary>The first rule that knows the failure; <see cref="FailureClassifier.Unrecognised"/> when none does.</summary>
    public static Classification Classify(TaskEnd end, IReadOnlyList<string> lines) => EndRules.Of(end) switch
    {
        { } known => known,
        _ when end is TaskEnd.NotStarted refusal => ByWords([refusal.Message]) is { Rule: not FailureClassifier.Unrecognised } why
            ? why
            : new(FailureCategory.Persistent, BuiltInRule.Prefix + "the task could not be started"),
        _ => ByWords(lines),
    };

    /// <summary>The same for a failure of which only words are known.</summary>
    public static Classification ByWords(IReadOnlyList<string> lines)
    {
        var last = OutputTail.Of(lines, BuiltInRule.Far);
        var rule = OfWords.FirstOrDefault(rule => rule.Category == FailureCategory.Transient ? last.Says(rule) : last.Insists(rule));
        return rule is null ? new(FailureCategory.Transient, FailureClassifier.Unrecognised) : new(rule.Category, rule.Name);
    }
}
