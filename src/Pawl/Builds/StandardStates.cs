namespace Pawl.Builds;

/// <summary>The 21 standard states, five apart, that a build without a pipeline file goes through.</summary>
public static class StandardStates
{
    private static readonly string[] Names =
    [
        "Initialized", "Kickstart initiated", "Green image created", "Base configuration", "Cloud provider setup",
        "Security baseline", "Monitoring and logging", "Runtime prerequisites", "Network", "Storage",
        "Users and authentication", "Services", "Application deployment", "Configuration management", "Integration testing",
        "Performance tuning", "Backup and recovery", "Documentation and metadata", "Final validation", "Sealing and cleanup",
        "Delivered",
    ];

    /// <summary>All of them, in order.</summary>
    public static Plan Plan { get; } = new([.. Names.Select((name, i) => new PlannedState(StateCode.From(i * 5), name))]);
}
