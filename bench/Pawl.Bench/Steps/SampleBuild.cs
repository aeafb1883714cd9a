using Pawl.Builds;

namespace Pawl.Bench.Steps;

/// <summary>A build as the runner makes it: created and claimed, the first state started, then a step a state: its completion and the
/// start of the next one in one change.</summary>
internal static class SampleBuild
{
    public const int Steps = 21;

    private static readonly Worker Worker = new("bench@host", new ProcessIdentity("0123456789abcdef0123456789abcdef", 4242, 4_242_424))
    {
        Origin = new(new Origin("builder", "worker-17", "https://ci.example.org/teams/images/pipelines/debian/jobs/build/builds/42", "run")),
    };
    private static readonly PipelineReference Pipeline = new("debian-image", "/srv/images/debian/pipeline.yaml", new string('a', 64));
    private static readonly Label Provider = Label.Parse("private");
    private static readonly Label ImageType = Label.Parse("debian12-base");

    /// <summary>The changes before the first step.</summary>
    public static IEnumerable<Func<BuildState, Change>> Beginning => BeginningAt(DateTimeOffset.UtcNow);

    /// <summary>The changes before the first step, at some time.</summary>
    public static IEnumerable<Func<BuildState, Change>> BeginningAt(DateTimeOffset time) =>
    [
        state => Claim(Begin(state, time).Create(Provider, ImageType, StandardStates.Plan, Pipeline)),
        state => Begin(state, time).Start(state.Current),
    ];

    /// <summary>One step.</summary>
    public static Change Step(BuildState state) => StepAt(DateTimeOffset.UtcNow, state);

    /// <summary>One step, at some time.</summary>
    public static Change StepAt(DateTimeOffset time, BuildState state)
    {
        var done = Begin(state, time).Succeed(state.Current);
        return done.After.Status == BuildStatus.Completed ? done.Release() : done.Start(done.After.Current);
    }

    /// <summary>A failure of the current state.</summary>
    public static Change FailAt(DateTimeOffset time, BuildState state)
    {
        var failure = new Failure("curl: (6) Could not resolve host: deb.example.org\nthe mirror can't be reached", FailureCategory.Transient, "network", RetryAt: null);
        return Begin(state, time).Fail(state.Current, failure);
    }

    /// <summary>The worker comes back: what a resumed build's first append is.</summary>
    public static Change Resume(BuildState state) => Claim(Begin(state, DateTimeOffset.UtcNow));

    private static Change Claim(Change change) => change.Claim(TimeSpan.FromSeconds(20), _ => true);

    private static Change Begin(BuildState state, DateTimeOffset time) => Change.To(state, new Occasion(time, Worker));
}
