using System.IO.Enumeration;
using Pawl.Builds;

namespace Pawl.Sqlite;

/// <summary>Tells whether a build's files were written since they were read: times and sizes of the database and its log.</summary>
/// <param name="Value">A number that is another one when a time or size is another one.</param>
/// <param name="LastWrite">The later of the two times.</param>
/// <param name="LogSize">How long the log is, in bytes; 0 when all is in the database.</param>
internal readonly record struct FileStamp(long Value, DateTimeOffset LastWrite, long LogSize)
{
    // Within one tick of the file system's clock two writes look alike, so a stamp that young proves nothing.
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(50);

    /// <summary>True when nothing was written since the stamp with this value was stored.</summary>
    public bool Matches(long stored) => stored != 0 && stored == Value;

    /// <summary>The value to store; 0, which matches nothing, while it proves nothing.</summary>
    public long ToStore() => DateTimeOffset.UtcNow - LastWrite > ClockTick ? Value : 0;

    /// <summary>The stamp of one build's files.</summary>
    public static FileStamp Of(string path)
    {
        var (database, log) = (new FileInfo(path), new FileInfo(path + "-wal"));
        return Combine(
            database.Exists ? (database.LastWriteTimeUtc, database.Length) : default,
            log.Exists ? (log.LastWriteTimeUtc, log.Length) : default);
    }

    /// <summary>The stamps of all builds in a folder.</summary>
    public static IEnumerable<KeyValuePair<BuildId, FileStamp>> All(string folder)
    {
        var logs = new Dictionary<string, (DateTimeOffset, long)>(StringComparer.Ordinal);
        var databases = new List<(string Name, (DateTimeOffset, long) Written)>();
        foreach (var (name, written, size) in Files(folder))
        {
            if (name.EndsWith(".db-wal", StringComparison.Ordinal))
                logs[name[..^"-wal".Length]] = (written, size);
            else
                databases.Add((name, (written, size)));
        }

        foreach (var (name, written) in databases)
        {
            if (BuildId.TryParse(name[..^".db".Length], out var id))
                yield return new(id, Combine(written, logs.GetValueOrDefault(name)));
        }
    }

    private static FileSystemEnumerable<(string Name, DateTimeOffset Written, long Size)> Files(string folder) =>
        new(folder, (ref entry) => (entry.FileName.ToString(), entry.LastWriteTimeUtc, entry.Length))
        {
            ShouldIncludePredicate = (ref entry) =>
                !entry.IsDirectory
                && (entry.FileName.EndsWith(".db", StringComparison.Ordinal) || entry.FileName.EndsWith(".db-wal", StringComparison.Ordinal)),
        };

    private static FileStamp Combine((DateTimeOffset Written, long Size) database, (DateTimeOffset Written, long Size) log)
    {
        // An empty log says no more than none: SQLite makes and removes it as connections come and go.
        if (log.Size == 0)
            log = default;
        var value = unchecked((((((database.Written.UtcTicks * 31) + database.Size) * 31) + log.Written.UtcTicks) * 31) + log.Size);
        return new FileStamp(value == 0 ? 1 : value, database.Written > log.Written ? database.Written : log.Written, log.Size);
    }
}
