using Pawl.Builds;

namespace Pawl.Stores.Copying;

/// <summary>Two stores hold histories of one build of which neither is the beginning of the other. Nothing was changed: which one is right, only
/// people know.</summary>
public sealed class BuildDivergedException : Exception
{
    /// <summary>Says how far each copy has got.</summary>
    public BuildDivergedException(BuildId build, BuildCopy one, BuildCopy other)
        : this(
            build,
            $"build {build} went on in two places: version {one.Version} in {one.Location}, version {other.Version} in {other.Location}, and their histories differ; "
            + $"choose one with `pawl mirror choose {build} --keep local|mirror --reason REASON`, which keeps the other aside")
    {
    }

    /// <summary>Says again what was said when it was found.</summary>
    public BuildDivergedException(BuildId build, string message)
        : base(message) => Build = build;

    /// <summary>Which build.</summary>
    public BuildId Build { get; }
}

/// <summary>One of two copies of a build.</summary>
/// <param name="Location">The store that it is in.</param>
/// <param name="Version">How far it has got.</param>
public sealed record BuildCopy(string Location, BuildVersion Version);
