using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Retrying;
using Pawl.Yaml;

namespace Pawl.Cli;

/// <summary>What is known on this machine of a build's pipeline.</summary>
internal static class KnownPipeline
{
    /// <summary>The pipeline of a build, as its file is now; null for a build without one, or when it can't be read on this machine.</summary>
    public static Pipeline? Of(BuildState build) =>
        build.Pipeline.Exists && PipelineFile.Load(build.Pipeline.Path) is PipelineReading.Valid { Pipeline: var pipeline } ? pipeline : null;

    /// <summary>How a build's current state is tried again, by its pipeline or by default.</summary>
    public static RetryPolicy RetryOf(BuildState build, PipelineState? state) => state?.Retry ?? RetryPolicy.DefaultFor(build.Current);
}
