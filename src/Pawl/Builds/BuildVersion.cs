using System.Globalization;

namespace Pawl.Builds;

/// <summary>How many events a build's history holds. An append names the version that it builds on; that is what excludes two writers.</summary>
public readonly record struct BuildVersion(long Value) : IComparable<BuildVersion>
{
    /// <summary>The version of a build that doesn't exist yet.</summary>
    public static BuildVersion None => new(0);

    /// <summary>The version after this one.</summary>
    public BuildVersion Next => new(Value + 1);

    /// <summary>True when <paramref name="left"/> is older.</summary>
    public static bool operator <(BuildVersion left, BuildVersion right) => left.Value < right.Value;

    /// <summary>True when <paramref name="left"/> is newer.</summary>
    public static bool operator >(BuildVersion left, BuildVersion right) => left.Value > right.Value;

    /// <summary>True unless <paramref name="left"/> is newer.</summary>
    public static bool operator <=(BuildVersion left, BuildVersion right) => left.Value <= right.Value;

    /// <summary>True unless <paramref name="left"/> is older.</summary>
    public static bool operator >=(BuildVersion left, BuildVersion right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(BuildVersion other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
