using System.Globalization;

namespace Pawl.Builds;

/// <summary>A milestone of a build: a number from 0 to 100.</summary>
public readonly record struct StateCode : IComparable<StateCode>
{
    private StateCode(int value) => Value = value;

    /// <summary>Where every build begins.</summary>
    public static StateCode First => new(0);

    /// <summary>The state whose completion completes the build.</summary>
    public static StateCode Final => new(100);

    /// <summary>The number, 0 to 100.</summary>
    public int Value { get; }

    /// <summary>True when <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(StateCode left, StateCode right) => left.Value < right.Value;

    /// <summary>True when <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(StateCode left, StateCode right) => left.Value > right.Value;

    /// <summary>True unless <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator <=(StateCode left, StateCode right) => left.Value <= right.Value;

    /// <summary>True unless <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator >=(StateCode left, StateCode right) => left.Value >= right.Value;

    /// <summary>Takes a number; false outside 0 to 100.</summary>
    public static bool TryFrom(int value, out StateCode code)
    {
        var valid = value is >= 0 and <= 100;
        code = valid ? new StateCode(value) : default;
        return valid;
    }

    /// <summary>Takes a number that is known to be a state code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside 0 to 100.</exception>
    public static StateCode From(int value) =>
        TryFrom(value, out var code) ? code : throw new ArgumentOutOfRangeException(nameof(value), value, "a state code is 0 to 100");

    /// <summary>Reads decimal digits; false when they are no number from 0 to 100.</summary>
    public static bool TryParse(string? text, out StateCode code)
    {
        code = default;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && TryFrom(value, out code);
    }

    /// <inheritdoc/>
    public int CompareTo(StateCode other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
