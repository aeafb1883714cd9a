using System.Globalization;
using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>The keys of one build's objects. Its state stands where the guide puts it.</summary>
internal readonly record struct BuildKeys(Label Provider, BuildId Id)
{
    /// <summary>What the keys of the index begin with: one object a build, which says where the rest is.</summary>
    public const string IndexPrefix = ".pawl/builds/";

    private const string Extension = ".json";

    /// <summary>What all keys of the build begin with, but the index's.</summary>
    public string Root => $"{Provider}/{Id}/";

    /// <summary>The guide's JSON.</summary>
    public string State => $"{Root}state{Extension}";

    /// <summary>What the keys of its history begin with.</summary>
    public string HistoryPrefix => $"{Root}history/";

    /// <summary>The append whose first event makes this version.</summary>
    public string History(BuildVersion first) => string.Create(CultureInfo.InvariantCulture, $"{HistoryPrefix}{first.Value:D10}{Extension}");

    /// <summary>The end of the lease with this fencing token, once it was renewed.</summary>
    public string Lease(long token) => string.Create(CultureInfo.InvariantCulture, $"{Root}lease/{token:D10}{Extension}");

    /// <summary>Where a build is written down.</summary>
    public static string Index(BuildId id) => $"{IndexPrefix}{id}{Extension}";

    /// <summary>The build that a key of the index is about; false for a key that somebody else put there.</summary>
    public static bool TryReadIndex(string key, out BuildId id) =>
        BuildId.TryParse(NameOf(key, IndexPrefix), out id);

    /// <summary>The version that an append's key says; false for a key that somebody else put there.</summary>
    public bool TryReadHistory(string key, out BuildVersion first)
    {
        var valid = long.TryParse(NameOf(key, HistoryPrefix), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        first = new BuildVersion(number);
        return valid && key == History(first);
    }

    private static string? NameOf(string key, string prefix) =>
        key.StartsWith(prefix, StringComparison.Ordinal) && key.EndsWith(Extension, StringComparison.Ordinal) && key.Length > prefix.Length + Extension.Length
            ? key[prefix.Length..^Extension.Length]
            : null;
}
