using Pawl.Builds;
using Pawl.Running.Processes;
using Pawl.Stores;

namespace Pawl.Running;

/// <summary>Output files of tasks, in the clear and of no use any more, whose worker was killed and their guards with it. The worker's next command on the
/// machine removes them.</summary>
public static class LeftOutputs
{
    /// <summary>How the name of an output file ends.</summary>
    internal const string End = ".out";

    /// <summary>The builds that may have some.</summary>
    /// <param name="root">The folder of logs.</param>
    public static IReadOnlyList<BuildId> BuildsIn(string root) =>
    [
        .. EntriesOf(root, SearchOption.AllDirectories).Select(Path.GetDirectoryName).Where(folder => Path.GetDirectoryName(folder) == root)
            .Select(folder => BuildId.TryParse(Path.GetFileName(folder), out var id) ? id : (BuildId?)null).OfType<BuildId>().Distinct(),
    ];

    /// <summary>Removes those of a build's attempts that are over, or whose worker is dead. What can't be removed stays.</summary>
    /// <param name="root">The folder of logs.</param>
    /// <param name="build">The build as it is now.</param>
    /// <param name="isKnownDead">Tells whether a worker is known to be dead.</param>
    public static void Remove(string root, BuildState build, Func<Worker, bool> isKnownDead)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(isKnownDead);
        var open = build is { Attempt: { } attempt, Lease: { } lease } && !isKnownDead(lease.Holder) ? AttemptLogs.NameOf(attempt) + End : "";
        foreach (var path in EntriesOf(Path.Combine(root, build.Id.Value), SearchOption.TopDirectoryOnly))
        {
            // A build of this id may be another store's, which has its logs here too.
            if (Path.GetFileName(path) != open && TaskRemains.Find(AttemptFiles.MarkOf(path)) is { Tasks: [], Guards: [] })
                TryRemove(path);
        }
    }

    /// <summary>Removes all of a build that nobody works on here.</summary>
    internal static void RemoveAll(string root, BuildId id)
    {
        foreach (var path in EntriesOf(Path.Combine(root, id.Value), SearchOption.TopDirectoryOnly))
            TryRemove(path);
    }

    /// <summary>Removes one, or what its task put in its place.</summary>
    /// <exception cref="IOException">It can't be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    internal static void Remove(string path)
    {
        if (FileKinds.Of(path) == FileKind.Folder)
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }

    /// <summary>The same; one that can't be removed stays.</summary>
    internal static void TryRemove(string path)
    {
        try
        {
            Remove(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's: whoever may remove it does.
        }
    }

    private static string[] EntriesOf(string folder, SearchOption depth)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder, "*" + End, depth) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's: his own commands see to it.
            return [];
        }
    }
}
