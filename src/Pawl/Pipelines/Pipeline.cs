using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Pipelines;

/// <summary>A pipeline file, read and checked: whatever has this type can be run.</summary>
public sealed record Pipeline
{
    /// <summary>What a pipeline's name may look like, for error messages.</summary>
    public const string NameRule = "a lower-case letter or digit, then up to 63 lower-case letters, digits, '.', '_' or '-'";

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The cloud provider that it builds for.</summary>
    public required Label Provider { get; init; }

    /// <summary>The image type that it makes.</summary>
    public required Label ImageType { get; init; }

    /// <summary>Environment of all its states.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = BuildState.EmptyMetadata;

    /// <summary>Names of environment variables whose values must appear nowhere.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>Names of Pawl's own keys that its tasks get, because they call Pawl on sealed builds.</summary>
    public ImmutableArray<string> Passed { get; init; } = [];

    /// <summary>Names of variables of the worker that its tasks don't get, such as credentials that only the store needs.</summary>
    public ImmutableArray<string> Hidden { get; init; } = [];

    /// <summary>All its states in ascending order, the last one being 100; also those whose <see cref="PipelineState.When"/> doesn't hold.</summary>
    public required ImmutableArray<PipelineState> States { get; init; }

    /// <summary>Where the file was read, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of its bytes, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The folder that the file stands in: relative paths of its states begin here.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path) ?? "/";

    /// <summary>What a build records of it.</summary>
    public PipelineReference Reference => new(Name, Path, Hash);

    /// <summary>The states that a build of the pipeline's own provider and image type goes through.</summary>
    public Plan PlanFor() => PlanFor(Provider, ImageType);

    /// <summary>The states that a build of this provider and image type goes through.</summary>
    public Plan PlanFor(Label provider, Label imageType) =>
        new([.. States.Where(s => s.When.Holds(provider, imageType)).Select(s => new PlannedState(s.Code, s.Name))]);

    /// <summary>True for a text that a pipeline can be called.</summary>
    public static bool IsName(string text) => Label.TryParse(text, out _) && !text.Any(char.IsAsciiLetterUpper);

    /// <summary>The state with this code; null when the pipeline has none.</summary>
    public PipelineState? Find(StateCode code) => States.FirstOrDefault(s => s.Code == code);
}
