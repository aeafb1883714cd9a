using System.Reflection;

namespace Pawl.EndToEnd.Processes;

/// <summary>Where the programs are that the tests start.</summary>
internal static class Programs
{
    /// <summary>The built pawl, or the one that PAWL_BINARY names (a published one, for example).</summary>
    internal static string Pawl { get; } = Environment.GetEnvironmentVariable("PAWL_BINARY") ?? Built("PawlProgram");

    /// <summary>A runner of one task.</summary>
    internal static string TaskRunner { get; } = Built("TaskRunnerProgram");

    private static string Built(string key) =>
        typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == key).Value!;
}
