namespace Pawl.Cli;

/// <summary>How the program ends. Scripts depend on the numbers: they stay.</summary>
/// <param name="Number">What the shell sees.</param>
/// <param name="Kind">The word in JSON errors.</param>
/// <param name="Meaning">For help and documentation.</param>
internal sealed record ExitCode(int Number, string Kind, string Meaning)
{
    public static ExitCode Done { get; } = new(0, "done", "done; for `check`: the build is completed");

    public static ExitCode Internal { get; } = new(1, "internal", "an error of Pawl itself; for `concourse`: a request that isn't right");

    public static ExitCode Usage { get; } = new(2, "usage", "wrong use: arguments, pipeline file");

    public static ExitCode NoSuchBuild { get; } = new(3, "no-such-build", "no such build; for `check`: nothing recorded, start anew");

    public static ExitCode NotAllowed { get; } = new(4, "not-allowed", "not allowed: the build's state refuses it, or someone changed the build first");

    public static ExitCode BuildFailed { get; } = new(5, "build-failed", "the build failed; for `check`: failed or abandoned, resumable");

    public static ExitCode Held { get; } = new(6, "held", "another worker holds the build; for `check`: in progress elsewhere");

    public static ExitCode TimedOut { get; } = new(7, "timed-out", "timed out");

    public static ExitCode Store { get; } = new(8, "store", "the store can't be used: unreachable, corrupt, read-only, full, newer, wrong key");

    public static ExitCode Interrupted { get; } = new(130, "interrupted", "stopped by SIGINT: recorded as interrupted");

    public static ExitCode Terminated { get; } = new(143, "terminated", "stopped by SIGTERM: recorded as interrupted");

    /// <summary>The whole table, ascending.</summary>
    public static IReadOnlyList<ExitCode> All { get; } =
        [Done, Internal, Usage, NoSuchBuild, NotAllowed, BuildFailed, Held, TimedOut, Store, Interrupted, Terminated];
}
