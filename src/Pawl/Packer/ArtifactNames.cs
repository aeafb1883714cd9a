namespace Pawl.Packer;

/// <summary>What the files of a builder are called as artifacts. The same files always get the same names.</summary>
internal static class ArtifactNames
{
    private const int Longest = 64;

    /// <summary>Builders of different kinds that have one name, as HCL templates may have them, are called <c>KIND.NAME</c>. All are called by what a
    /// label can hold of that, and those of which that is the same get numbers.</summary>
    public static IEnumerable<PackerArtifact> Distinguish(IReadOnlyList<PackerArtifact> artifacts)
    {
        var kinds = artifacts.DistinctBy(artifact => (artifact.Build, artifact.Builder)).CountBy(artifact => artifact.Build).ToDictionary();
        var named = artifacts.Select(artifact => kinds[artifact.Build] == 1 ? artifact : artifact with { Build = $"{artifact.Builder}.{artifact.Build}" }).ToList();
        var fitting = FitAll(named.Select(artifact => artifact.Build));
        return named.Select(artifact => artifact with { Build = fitting[artifact.Build] });
    }

    /// <summary>Each of several texts as a label of its own.</summary>
    public static IReadOnlyDictionary<string, string> FitAll(IEnumerable<string> texts, int longest = Longest)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return texts.Distinct(StringComparer.Ordinal).ToDictionary(text => text, text => Free(Fit(text, longest), taken, longest), StringComparer.Ordinal);
    }

    /// <summary>A builder's only file is called like the builder, one of several <c>BUILD.FILE</c>; a file that is named twice counts once.</summary>
    public static IEnumerable<(string Name, PackerFile File)> Of(PackerArtifact artifact)
    {
        var files = artifact.Files.DistinctBy(file => file.Path).ToList();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var name = files.Count == 1 ? Fit(artifact.Build) : Fit($"{artifact.Build}.{Path.GetFileName(file.Path)}");
            yield return (Free(name, taken), file);
        }
    }

    /// <summary>A text as a label: characters that labels don't have become <c>-</c>; of one that is too long, the end stays.</summary>
    public static string Fit(string text, int longest = Longest)
    {
        var characters = text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-').ToArray();
        var kept = characters.Length > longest ? characters[^longest..] : characters;
        if (kept.Length == 0 || !char.IsAsciiLetterOrDigit(kept[0]))
            kept = ['x', .. kept.Take(longest - 1)];
        return new string(kept);
    }

    private static string Free(string name, HashSet<string> taken, int longest = Longest)
    {
        var free = name;
        for (var number = 2; !taken.Add(free); number++)
            free = Fit($"{name}-{number}", longest);
        return free;
    }
}
