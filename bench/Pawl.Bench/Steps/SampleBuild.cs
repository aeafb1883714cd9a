using Pawl.Builds;

namespace Pawl.Bench.Steps;

/// <summary>A build as the runner makes it: created and claimed, the first state started, then a step a state: its completion and the
/// start of the next one in one change.</summary>
internal static class SampleBuild
{
    public const int Steps = 21;

    private static readonly Worker Worker = new("bench@host", new ProcessIdentity("0123456789abcdef0123456789abcdef", 4242, 4_242_424));
    private static readonly PipelineReference Pipeline = new("debian-image", "/srv/images/debian/pipeline.yaml", new string('a', 64));
    private static readonly Label Provider = Label.Parse("private");
    private static readonly Label ImageType = Label.Parse("debian12-base");

    /// <summary>The changes before the first step.</summary>
    public static IEnumerable<Func<BuildState, Change>> Beginning =>
    [
        state => Begin(state).Create(Provider, ImageType, StandardStates.Plan, Pipeline).Claim(TimeSpan.FromSeconds(20), _ => false),
        state => Begin(state).Start(state.Current),
    ];

    /// <summary>One step.</summary>
    public static Change Step(BuildState state)
    {
        var done = Begin(state).Succeed(state.Current);
        return done.After.Status == BuildStatus.Completed ? done.Release() : done.Start(done.After.Current);
    }

    private static Change Begin(BuildState state) => Change.To(state, new Occasion(DateTimeOffset.UtcNow, Worker));
}
