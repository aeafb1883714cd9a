using Pawl.Builds;

namespace Pawl.Cli.Output;

/// <summary>Metadata as it is shown to whoever looks at a build.</summary>
internal static class ShownMetadata
{
    /// <summary>What stands in the place of a sensitive value.</summary>
    public const string Hidden = "(sensitive)";

    /// <summary>One value.</summary>
    public static string Of(BuildState build, string key, string value) => build.SensitiveKeys.Contains(key) ? Hidden : value;

    public static IReadOnlyDictionary<string, string> Of(BuildState build) => build.SensitiveKeys.IsEmpty
        ? build.Metadata
        : build.Metadata.SetItems(build.SensitiveKeys.Where(build.Metadata.ContainsKey).Select(key => KeyValuePair.Create(key, Hidden)));

    /// <summary>The values that anybody may have.</summary>
    public static IReadOnlyDictionary<string, string> WithoutSensitive(BuildState build) => build.Metadata.RemoveRange(build.SensitiveKeys);
}
