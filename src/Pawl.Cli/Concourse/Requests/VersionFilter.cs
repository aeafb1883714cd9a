using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Concourse.Requests;

/// <summary>Which versions <c>check</c> finds: those of builds of this provider and image type that had this status.</summary>
internal sealed record VersionFilter(Label? Provider, Label? ImageType, BuildStatus? Status)
{
    /// <exception cref="RequestException">It isn't right.</exception>
    public static VersionFilter Read(RequestMap source)
    {
        var filter = new VersionFilter(source.Label("provider"), source.Label("image_type"), source.Status("status"));
        return source.Has("build") && filter is not { Provider: null, ImageType: null }
            ? throw source.Fault("build", "names one build already; take provider and image_type out")
            : filter;
    }

    /// <summary>True for a build that it lets through as it was then.</summary>
    public bool Matches(BuildState build) =>
        (Provider is not { } provider || build.Provider == provider)
        && (ImageType is not { } type || build.ImageType == type)
        && (Status is not { } status || build.Status == status);

    /// <summary>The builds that may have had such a version.</summary>
    public BuildQuery Query => new() { Provider = Provider, ImageType = ImageType };
}
