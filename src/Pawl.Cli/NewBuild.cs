using Pawl.Builds;
using Pawl.Pipelines;

namespace Pawl.Cli;

/// <summary>A build that is about to begin.</summary>
internal sealed record NewBuild(Label Provider, Label ImageType, Plan Plan, PipelineReference Pipeline)
{
    /// <summary>Of a pipeline, or of the 21 standard states without one.</summary>
    /// <param name="pipeline">The pipeline, if there is one.</param>
    /// <param name="provider">In place of the pipeline's.</param>
    /// <param name="imageType">In place of the pipeline's.</param>
    /// <param name="missing">What to throw when one of the two is said nowhere.</param>
    public static NewBuild Of(Pipeline? pipeline, Label? provider, Label? imageType, Func<string, Exception> missing)
    {
        var forProvider = provider ?? pipeline?.Provider ?? throw missing("provider");
        var forType = imageType ?? pipeline?.ImageType ?? throw missing("image_type");
        return new(forProvider, forType, pipeline?.PlanFor(forProvider, forType) ?? StandardStates.Plan, pipeline?.Reference ?? PipelineReference.None);
    }

    /// <summary>Begins it.</summary>
    public Change Create(Change change) => change.Create(Provider, ImageType, Plan, Pipeline);
}
