using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Pipelines;

/// <summary>Which builds go through a state: those with one of these providers and one of these image types.</summary>
/// <param name="Providers">Cloud providers; empty for any.</param>
/// <param name="ImageTypes">Image types; empty for any.</param>
public sealed record StateCondition(ImmutableArray<Label> Providers, ImmutableArray<Label> ImageTypes)
{
    /// <summary>All builds.</summary>
    public static StateCondition Always { get; } = new([], []);

    /// <summary>True when a build of this provider and image type goes through the state.</summary>
    public bool Holds(Label provider, Label imageType) =>
        (Providers.IsEmpty || Providers.Contains(provider)) && (ImageTypes.IsEmpty || ImageTypes.Contains(imageType));

    /// <summary>True when no build can go through both states.</summary>
    public bool Excludes(StateCondition other) => AreApart(Providers, other.Providers) || AreApart(ImageTypes, other.ImageTypes);

    private static bool AreApart(ImmutableArray<Label> left, ImmutableArray<Label> right) =>
        !left.IsEmpty && !right.IsEmpty && !left.Intersect(right).Any();
}
