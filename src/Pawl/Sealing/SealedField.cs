using Pawl.Builds;

namespace Pawl.Sealing;

/// <summary>Names the place of a sealed value within its event, or within the state that the event led to: the same name in both, so that a value
/// unseals wherever the fold puts it, and nowhere else.</summary>
/// <param name="Name">The name.</param>
/// <param name="Part">What it is about.</param>
public readonly record struct SealedField(string Name, SealedPart Part)
{
    /// <summary>Who made the event.</summary>
    public static SealedField By { get; } = new("by", SealedPart.Identity);

    /// <summary>The operating system's user.</summary>
    public static SealedField User { get; } = new("user", SealedPart.Identity);

    /// <summary>The machine.</summary>
    public static SealedField Host { get; } = new("host", SealedPart.Identity);

    /// <summary>The CI job.</summary>
    public static SealedField Job { get; } = new("job", SealedPart.Identity);

    /// <summary>The lease's holder.</summary>
    public static SealedField Holder { get; } = new("holder", SealedPart.Identity);

    /// <summary>Why the event was made.</summary>
    public static SealedField Why { get; } = new("why", SealedPart.Content);

    /// <summary>The reason that the event itself has.</summary>
    public static SealedField Reason { get; } = new("reason", SealedPart.Content);

    /// <summary>A failure's text.</summary>
    public static SealedField Error { get; } = new("error", SealedPart.Content);

    /// <summary>The resume token.</summary>
    public static SealedField ResumeToken { get; } = new("resume token", SealedPart.Content);

    /// <summary>Where the pipeline file was read.</summary>
    public static SealedField PipelinePath { get; } = new("pipeline path", SealedPart.Content);

    /// <summary>A metadata value.</summary>
    public static SealedField Metadata(string key) => new($"metadata {key}", SealedPart.Content);

    /// <summary>Where an artifact is.</summary>
    public static SealedField ArtifactPath(string name) => new($"path of artifact {name}", SealedPart.Content);
}

/// <summary>Puts another text in the place of one.</summary>
public delegate string TextMap(string text, SealedField field);
