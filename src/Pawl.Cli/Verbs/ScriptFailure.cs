using Pawl.Builds;

namespace Pawl.Cli.Verbs;

/// <summary>From what a script says of its failed attempt to the failure that is recorded.</summary>
internal static class ScriptFailure
{
    public static Failure Of(BuildState build, string text, FailureCategory? category, DateTimeOffset now)
    {
        _ = (build, now);
        return new(text, category ?? FailureCategory.Transient, category is null ? "unrecognised" : "--category", RetryAt: null);
    }
}
