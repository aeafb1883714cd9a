using System.Text.Json;
using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>What differs between the history of a build and what is kept beside it; no more than <see cref="AuditLimits.MostDifferences"/>.</summary>
public sealed class Differences
{
    private const int MostShown = 60;

    private readonly List<string> _found = [];

    /// <summary>Those that were found, a sentence each.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>Adds one.</summary>
    public void Add(string difference)
    {
        if (_found.Count < AuditLimits.MostDifferences)
            _found.Add(difference);
    }

    /// <summary>Compares a value with what the events say.</summary>
    /// <param name="name">Where it stands.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="expected">What should.</param>
    public void Compare(string name, string found, string expected)
    {
        if (found != expected)
            Add($"{name} is '{Shorten(found)}', and by the events it is '{Shorten(expected)}'");
    }

    /// <summary>Compares a snapshot. Written by an older Pawl it may look different and say the same.</summary>
    public void CompareSnapshot(string name, string text, BuildState expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        try
        {
            if (BuildJson.WriteSnapshot(BuildJson.ReadSnapshot(text, expected.Metadata)) != BuildJson.WriteSnapshot(expected))
                Add($"{name} is not what the events fold to");
        }
        catch (JsonException)
        {
            Add($"{name} can't be read");
        }
    }

    private static string Shorten(string text) => text.Length <= MostShown ? text : text[..MostShown] + "...";
}
