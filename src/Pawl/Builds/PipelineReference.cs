namespace Pawl.Builds;

/// <summary>Which pipeline file a build follows.</summary>
/// <param name="Name">The pipeline's own name.</param>
/// <param name="Path">Where the file was read, absolute; on another machine it may stand elsewhere.</param>
/// <param name="Hash">SHA-256 of its bytes, lower-case hexadecimal: tells whether it was edited since.</param>
public sealed record PipelineReference(string Name, string Path, string Hash)
{
    /// <summary>A build whose states are driven by scripts, without a pipeline file.</summary>
    public static PipelineReference None { get; } = new("", "", "");

    /// <summary>True when there is a pipeline file.</summary>
    public bool Exists => Name.Length > 0;
}
