namespace Pawl.Cli.Completion;

/// <summary>Files and folders that a word may become.</summary>
internal static class PathCandidates
{
    private const int Most = 1_000;

    /// <summary>Folders, with a slash at the end, and files with one of the endings, in order.</summary>
    public static IEnumerable<string> Of(string word, params string[] endings)
    {
        var slash = word.LastIndexOf('/');
        var (folder, start) = (word[..(slash + 1)], word[(slash + 1)..]);
        try
        {
            return [.. new DirectoryInfo(folder.Length > 0 ? folder : ".")
                .EnumerateFileSystemInfos()
                .Where(entry => IsOffered(entry, start, endings))
                .Select(entry => folder + entry.Name + (entry is DirectoryInfo ? "/" : ""))
                .Order(StringComparer.Ordinal)
                .Take(Most)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsOffered(FileSystemInfo entry, string start, string[] endings) =>
        entry.Name.StartsWith(start, StringComparison.Ordinal)
        && (start.Length > 0 || !entry.Name.StartsWith('.'))
        && !entry.Name.Any(char.IsControl)
        && (entry is DirectoryInfo || endings.Any(ending => entry.Name.EndsWith(ending, StringComparison.Ordinal)));
}
