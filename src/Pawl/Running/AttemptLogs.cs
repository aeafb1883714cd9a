using System.Globalization;
using System.Text;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Running;

/// <summary>The logs of a build's attempts on this machine.</summary>
public sealed class AttemptLogs
{
    /// <summary>How the name of a log ends.</summary>
    public const string Clear = ".log";

    /// <summary>How the name of a sealed log ends.</summary>
    public const string Sealed = ".log.sealed";

    private readonly List<AttemptLogFile> _files;

    private AttemptLogs(List<AttemptLogFile> files) => _files = files;

    /// <summary>Those below a folder.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public static AttemptLogs Of(string root, BuildId id)
    {
        var folder = Path.Combine(root, id.Value);
        try
        {
            return new AttemptLogs(Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder).Select(AttemptLogFile.TryRead).OfType<AttemptLogFile>()]
                : []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderFaults.Of(e, folder);
        }
    }

    /// <summary>The builds that have a folder of logs there, whether a store has them or not.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public static IReadOnlyList<BuildId> BuildsIn(string root)
    {
        try
        {
            return Directory.Exists(root)
                ? [.. Directory.EnumerateDirectories(root).Select(folder => BuildId.TryParse(Path.GetFileName(folder), out var id) ? id : (BuildId?)null).OfType<BuildId>()]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderFaults.Of(e, root);
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<AttemptLogFile> All => _files;

    /// <summary>The name of an attempt's files, without its end.</summary>
    public static string NameOf(OpenAttempt attempt) => string.Create(CultureInfo.InvariantCulture, $"{attempt.State.Value:000}-{attempt.Number}");

    /// <summary>The log of an attempt; the last one written of those that aren't told apart. Null when there is none.</summary>
    public AttemptLogFile? Find(StateCode? state, int? attempt) => _files
        .Where(file => (state is null || file.State == state) && (attempt is null || file.Attempt == attempt))
        .OrderByDescending(file => state is null ? File.GetLastWriteTimeUtc(file.Path).Ticks : file.Attempt)
        .FirstOrDefault();
}

/// <summary>One log.</summary>
/// <param name="Path">The file.</param>
/// <param name="State">The state that was tried.</param>
/// <param name="Attempt">Which try.</param>
/// <param name="IsSealed">Whether it takes a key to read it.</param>
public sealed record AttemptLogFile(string Path, StateCode State, int Attempt, bool IsSealed)
{
    /// <summary>Opens it, also while it is written.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public StreamReader Open()
    {
        try
        {
            return new StreamReader(new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderFaults.Of(e, Path);
        }
    }

    /// <summary>Reads a file's name; null for one that is no log.</summary>
    internal static AttemptLogFile? TryRead(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        var isSealed = name.EndsWith(AttemptLogs.Sealed, StringComparison.Ordinal);
        if (!isSealed && !name.EndsWith(AttemptLogs.Clear, StringComparison.Ordinal))
            return null;
        return name[..^(isSealed ? AttemptLogs.Sealed : AttemptLogs.Clear).Length].Split('-') is [var state, var attempt]
            && StateCode.TryParse(state, out var code) && int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new AttemptLogFile(path, code, number, isSealed)
            : null;
    }
}
