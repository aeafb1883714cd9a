namespace Pawl.Pipelines;

/// <summary>Names of environment variables: which are valid, and which belong to Pawl.</summary>
public static class EnvironmentName
{
    /// <summary>What a name may look like, for error messages.</summary>
    public const string Rule = "a letter or '_', then letters, digits or '_'";

    private const int MaxLength = 255;

    /// <summary>True for a name that a shell can use.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength }
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>True for a name that only Pawl sets, for each task.</summary>
    public static bool IsReserved(string name) =>
        name is "BUILD_ID" or "CLOUD_PROVIDER" or "IMAGE_TYPE" || name.StartsWith("PAWL_", StringComparison.Ordinal);
}
