namespace Pawl.Builds;

/// <summary>Where a change came from, for those who audit it later. What isn't known is empty.</summary>
/// <param name="User">The operating system's user.</param>
/// <param name="Host">The machine.</param>
/// <param name="Job">The CI job: its URL, or its name where it has none.</param>
/// <param name="Why">The reason that was given, else the command.</param>
public sealed record Origin(string User, string Host, string Job, string Why)
{
    /// <summary>Nothing is known, as of events that were recorded before origins were.</summary>
    public static Origin Unknown { get; } = new("", "", "", "");
}
