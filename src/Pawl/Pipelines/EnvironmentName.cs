namespace Pawl.Pipelines;

/// <summary>Names of environment variables: which are valid, and which belong to Pawl.</summary>
public static class EnvironmentName
{
    /// <summary>What a name may look like, for error messages.</summary>
    public const string Rule = "a letter or '_', then letters, digits or '_'";

    private const int MaxLength = 255;

    private static readonly string[] KeyVariables = ["PAWL_KEY", "PAWL_OLD_KEY", "PAWL_AUDIT_KEY", "PAWL_SQLCIPHER_KEY", "PAWL_OLD_SQLCIPHER_KEY"];

    /// <summary>True for a name that a shell can use.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength }
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>True for a variable that gives Pawl a key, or says where one is. No task gets it unless its pipeline asks for it by name.</summary>
    public static bool IsKey(string name) => KeyVariables.Any(start => name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>True for one that holds a key itself.</summary>
    public static bool HoldsKey(string name) => name is "PAWL_KEY" or "PAWL_OLD_KEYS" or "PAWL_AUDIT_KEY" or "PAWL_SQLCIPHER_KEY";

    /// <summary>True for a name that only Pawl sets, for each task.</summary>
    public static bool IsReserved(string name) =>
        name is "BUILD_ID" or "CLOUD_PROVIDER" or "IMAGE_TYPE" || name.StartsWith("PAWL_", StringComparison.Ordinal);
}
