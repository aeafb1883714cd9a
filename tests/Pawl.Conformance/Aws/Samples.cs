using Pawl.Builds;

namespace Pawl.Conformance.Aws;

/// <summary>Changes of builds for tests that are about something else.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static BuildId Id { get; } = BuildId.Parse("web-1");

    public static Occasion At(double minute) => new(Noon.AddMinutes(minute), new Worker("me@here"));

    public static Change Begun(BuildId id) =>
        Change.To(BuildState.None(id), At(0)).Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None);
}
