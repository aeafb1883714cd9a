namespace Pawl.Alerts;

/// <summary>What a rule is about.</summary>
public enum AlertTrigger
{
    /// <summary>A state became the current one, or was passed.</summary>
    Reached,

    /// <summary>An attempt failed.</summary>
    Failed,

    /// <summary>An attempt failed, and no automatic try is left.</summary>
    RetriesUsedUp,

    /// <summary>State 100 is completed.</summary>
    Completed,

    /// <summary>A build has stood at a state for too long.</summary>
    Stuck,

    /// <summary>A worker is gone without a word: its lease ran out, or another worker took the build over.</summary>
    LeaseLost,

    /// <summary>A mirror hasn't got what it should have for too long.</summary>
    MirrorBehind,
}

/// <summary>The words of <see cref="AlertTrigger"/> in files and messages.</summary>
public static class AlertTriggerText
{
    private static readonly (string Word, AlertTrigger Trigger)[] All =
    [
        ("reached", AlertTrigger.Reached), ("failed", AlertTrigger.Failed), ("retries_used_up", AlertTrigger.RetriesUsedUp),
        ("completed", AlertTrigger.Completed), ("stuck", AlertTrigger.Stuck), ("lease_lost", AlertTrigger.LeaseLost),
        ("mirror_behind", AlertTrigger.MirrorBehind),
    ];

    /// <summary>All words.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(one => one.Word)];

    /// <summary>The word of a trigger.</summary>
    public static string ToText(this AlertTrigger trigger) => Array.Find(All, one => one.Trigger == trigger).Word;

    /// <summary>Reads a word; false for any other text.</summary>
    public static bool TryParse(string? text, out AlertTrigger trigger)
    {
        var found = Array.FindIndex(All, one => one.Word == text);
        trigger = found >= 0 ? All[found].Trigger : default;
        return found >= 0;
    }

    /// <summary>True when the passing of time raises it, and no event does: somebody has to look.</summary>
    public static bool IsTimed(this AlertTrigger trigger) => trigger is AlertTrigger.Stuck or AlertTrigger.LeaseLost or AlertTrigger.MirrorBehind;
}
