using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Retrying;

namespace Pawl.Packer;

/// <summary>What is asked for when Packer runs as a state's task.</summary>
public sealed record PackerOrder
{
    /// <summary>How long Packer has, at least, to clean up after itself: it ends machines in a cloud, and deletes what it made there.</summary>
    public static readonly TimeSpan UsualKillAfter = TimeSpan.FromMinutes(5);

    /// <summary>What runs.</summary>
    public required PackerCommand Command { get; init; }

    /// <summary>The manifest that the template writes; empty when it writes none.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>How long after SIGTERM what is left gets SIGKILL; zero for the pipeline's time, at least <see cref="UsualKillAfter"/>.</summary>
    public TimeSpan KillAfter { get; init; }

    /// <summary>Names of more environment variables whose values must appear nowhere.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>The pipeline of a build with the state that Packer is run for: as its file has it, or, of a build without one, as the defaults are.</summary>
    /// <param name="build">The build.</param>
    /// <param name="known">Its pipeline, where it has one that can be read.</param>
    public (Pipeline Pipeline, PipelineState State) For(BuildState build, Pipeline? known)
    {
        var written = known?.Find(build.Current)
            ?? new PipelineState { Code = build.Current, Name = build.Plan.NameOf(build.Current), Retry = RetryPolicy.DefaultFor(build.Current) };
        var usual = written.KillAfter > UsualKillAfter ? written.KillAfter : UsualKillAfter;
        var grace = KillAfter > TimeSpan.Zero ? KillAfter : usual;
        var state = written with { Run = "packer build", Directory = PathTemplate.Here, KillAfter = grace };
        var pipeline = known ?? new Pipeline
        {
            Name = build.Pipeline.Name,
            Provider = build.Provider,
            ImageType = build.ImageType,
            States = [state],
            Path = Path.Combine(Command.Directory, "packer"),
            Hash = "",
        };
        return (pipeline with { Secrets = [.. pipeline.Secrets, .. Secrets] }, state);
    }
}
