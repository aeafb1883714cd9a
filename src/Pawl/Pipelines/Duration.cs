using System.Globalization;
using System.Text;

namespace Pawl.Pipelines;

/// <summary>Durations as people write them: <c>90s</c>, <c>45m</c>, <c>1h30m</c>, <c>500ms</c>, <c>2d</c>.</summary>
public static class Duration
{
    /// <summary>The longest that can be written; what is longer is a mistake.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    private const int MaxDigits = 11;

    private static readonly (string Unit, long Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    /// <summary>Reads whole numbers with units, the larger unit first, each unit once.</summary>
    public static bool TryParse(string text, out TimeSpan duration, out Complaint complaint)
    {
        (duration, complaint) = (TimeSpan.Zero, default);
        long total = 0;
        var (at, unit) = (0, -1);
        while (at < text.Length && Next(text, ref at, out var number, out var next) && next > unit)
        {
            total += number * Units[next].Milliseconds;
            unit = next;
            if (at < text.Length)
                continue;
            duration = TimeSpan.FromMilliseconds(Math.Min(total, (long)Longest.TotalMilliseconds + 1));
            if (duration > Longest)
                complaint = new($"`{text}` is longer than {Format(Longest)}", "write a shorter duration");
            return duration <= Longest;
        }

        complaint = new($"`{text}` is no duration", Mend(text));
        return false;
    }

    /// <summary>The duration in the units that <see cref="TryParse"/> reads; what is finer than a millisecond is left out.</summary>
    public static string Format(TimeSpan duration)
    {
        var left = (long)duration.TotalMilliseconds;
        var text = new StringBuilder(left < 0 ? "-" : "");
        left = Math.Abs(left);
        foreach (var (unit, milliseconds) in Units)
        {
            if (left >= milliseconds)
                text.Append(CultureInfo.InvariantCulture, $"{left / milliseconds}{unit}");
            left %= milliseconds;
        }

        return text.Length > 0 ? text.ToString() : "0s";
    }

    private static bool Next(string text, ref int at, out long number, out int unit)
    {
        var digits = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        var letters = at;
        while (at < text.Length && char.IsAsciiLetterLower(text[at]))
            at++;
        var name = text[letters..at];
        unit = Array.FindIndex(Units, u => u.Unit == name);
        number = 0;
        return unit >= 0
            && letters - digits <= MaxDigits
            && long.TryParse(text.AsSpan(digits, letters - digits), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static string Mend(string text) => text.Length > 0 && text.All(char.IsAsciiDigit)
        ? $"add a unit, such as `{text}s` or `{text}m`"
        : "write whole numbers with d, h, m, s or ms, such as `90s`, `45m` or `1h30m`";
}
