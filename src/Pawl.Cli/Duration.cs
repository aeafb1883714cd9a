using System.Globalization;

namespace Pawl.Cli;

/// <summary>Durations as users write them: <c>90s</c>, <c>45m</c>, <c>1h30m</c>, <c>500ms</c>, <c>2d</c>.</summary>
internal static class Duration
{
    public const string Rule = "90s, 45m, 1h30m, 500ms or 2d";

    private const double MostDays = 3_650;

    /// <summary>Reads one; false for anything else, and for more than ten years.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = (text ?? "").AsSpan();
        if (rest.IsEmpty)
            return false;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;
            rest = rest[digits..];
            var unit = rest.IndexOfAnyInRange('0', '9') is >= 0 and var next ? rest[..next] : rest;
            rest = rest[unit.Length..];
            if (Milliseconds(unit) is not { } each || duration.TotalDays + (number * each / 86_400_000) > MostDays)
                return false;
            duration += TimeSpan.FromMilliseconds(number * each);
        }

        return true;
    }

    private static double? Milliseconds(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => null,
    };
}
