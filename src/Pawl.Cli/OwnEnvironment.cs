using System.Collections;

namespace Pawl.Cli;

/// <summary>The environment of this process.</summary>
internal static class OwnEnvironment
{
    public static IReadOnlyDictionary<string, string> Variables { get; } = Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
