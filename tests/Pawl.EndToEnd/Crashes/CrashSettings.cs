using System.Globalization;

namespace Pawl.EndToEnd.Crashes;

/// <summary>How long the crash test goes on, and where its random numbers begin: PAWL_CRASH_KILLS and PAWL_CRASH_SEED.</summary>
internal sealed record CrashSettings(int Kills, int Seed)
{
    private const int UsualKills = 300;

    /// <summary>As the environment says.</summary>
    internal static CrashSettings Current { get; } = new(
        Number("PAWL_CRASH_KILLS") ?? UsualKills,
        Number("PAWL_CRASH_SEED") ?? Random.Shared.Next(1, 1_000_000));

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
