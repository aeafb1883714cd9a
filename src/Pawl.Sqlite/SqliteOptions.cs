using Pawl.Sqlite.Encrypted;

namespace Pawl.Sqlite;

/// <summary>What a change survives once the call that made it has returned.</summary>
public enum SqliteDurability
{
    /// <summary>The loss of power or of the operating system (<c>synchronous=FULL</c>): the default.</summary>
    Full,

    /// <summary>The death of any process; the last changes may be lost with the machine's power (<c>synchronous=NORMAL</c>).</summary>
    Normal,
}

/// <summary>What happens to the write-ahead log when the store is closed.</summary>
public enum SqliteClosing
{
    /// <summary>It is folded into the database file, which then is all there is.</summary>
    FoldLog,

    /// <summary>It stays beside the database file while the build goes on: the fastest end for a process that makes one change. The
    /// change is as durable. A change that leaves the build failed or completed folds it.</summary>
    KeepLog,
}

/// <summary>How a SQLite store works.</summary>
public sealed record SqliteOptions
{
    /// <summary>What a change survives.</summary>
    public SqliteDurability Durability { get; init; } = SqliteDurability.Full;

    /// <summary>What happens to the write-ahead log at the end.</summary>
    public SqliteClosing Closing { get; init; } = SqliteClosing.FoldLog;

    /// <summary>The key of a store whose databases SQLCipher encrypts; null for one of plain files.</summary>
    public CipherKey? Key { get; init; }

    /// <summary>How long to wait for other processes that use the same file.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Told of files that a list leaves out because they can't be read.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}
