using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Postgres;

/// <summary>Says in a user's words what PostgreSQL's error codes (https://www.postgresql.org/docs/current/errcodes-appendix.html) mean for a store.</summary>
internal static class PostgresFaults
{
    /// <summary>Raised by the store's own functions when the schema isn't the one that the caller knows.</summary>
    public const string OtherSchema = "PW001";

    /// <summary>Raised by the store's own triggers when anyone else writes its tables.</summary>
    public const string ForeignWrite = "PW002";

    /// <summary>True when trying again soon may help, and does no harm whether or not the first try was carried out.</summary>
    public static bool IsPassing(this NpgsqlException e) => e switch
    {
        PostgresException { SqlState: [ '0', '8', .. ] or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections } => true,
        PostgresException => e.IsRace(),
        { InnerException: TimeoutException or AuthenticationException or null } => false,
        _ => true,
    };

    /// <summary>True when another transaction was in the way, and this one was undone.</summary>
    public static bool IsRace(this NpgsqlException e) => e.SqlState is PostgresErrorCodes.SerializationFailure
        or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation;

    /// <summary>True when tables or functions are not there, or not those that this version knows.</summary>
    public static bool IsSchemaTrouble(this PostgresException e) => e.SqlState is OtherSchema or PostgresErrorCodes.UndefinedTable
        or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName;

    public static StoreException ToStoreException(this NpgsqlException e, PostgresAddress at) => e switch
    {
        PostgresException refusal => OfServer(refusal, at),
        { InnerException: TimeoutException } => new(
            StoreFault.Unreachable, $"{at.Location} didn't answer in time; check the server and the network to it, and repeat", e),
        { InnerException: AuthenticationException } => new(
            StoreFault.Unreachable,
            $"no encrypted connection to {at.Location} ({Told(e.InnerException)}); mend the server's certificate, name its authority in PGSSLROOTCERT, or choose another sslmode",
            e),
        { InnerException: SocketException } => new(
            StoreFault.Unreachable, $"{at.Location} can't be reached ({Told(e.InnerException)}); start the server, or correct host and port", e),
        { InnerException: null } when e.Message.Contains("password", StringComparison.OrdinalIgnoreCase) => new(
            StoreFault.Denied, $"{at.Location} asks for a password and there is none; put it in PGPASSWORD or ~/.pgpass", e),
        _ => new(StoreFault.Unreachable, $"the connection to {at.Location} broke ({Told(e.InnerException ?? e)}); repeat", e),
    };

    public static StoreException OtherVersion(PostgresAddress at, int found) => found > PostgresSchema.Version
        ? new(StoreFault.Newer, $"{at.Location} was made by a newer Pawl (schema {found}, this one knows {PostgresSchema.Version}); update pawl on this machine")
        : new(StoreFault.Unreachable, $"{at.Location} was made by an older Pawl (schema {found}, this one needs {PostgresSchema.Version}); migrate it with `pawl store create`");

    public static StoreException NotSetUp(PostgresAddress at, Exception? cause = null) => new(
        StoreFault.Unreachable, $"{at.Location} has no tables of Pawl in the schema {at.Schema}; make them with `pawl store create`", cause);

    private static StoreException OfServer(PostgresException e, PostgresAddress at) => e.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(
            StoreFault.Denied, $"{at.Location} doesn't let this user in ({Told(e)}); put the right password in PGPASSWORD or ~/.pgpass, or name another user in the URL", e),
        PostgresErrorCodes.InsufficientPrivilege => new(
            StoreFault.Denied, $"{at.Location} doesn't allow this ({Told(e)}); `pawl store policy` prints the grants that a worker, a reader and an administrator need", e),
        PostgresErrorCodes.InvalidCatalogName => new(
            StoreFault.Unreachable, $"{at.Location} is no database there; correct its name, or create it with `pawl store create`", e),
        PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedTable => NotSetUp(at, e),
        PostgresErrorCodes.ReadOnlySqlTransaction => new(
            StoreFault.ReadOnly, $"{at.Location} can't be written: it is a standby, or read-only by its settings; name the primary server", e),
        PostgresErrorCodes.DiskFull => new(
            StoreFault.Full, $"no room left for {at.Location}; free some space on the server and repeat: what was recorded before is safe", e),
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable or "57P05" or "25P03" or "25P04" => new(
            StoreFault.Busy, $"{at.Location} gave up after the time that its settings allow ({Told(e)}); repeat, or raise that timeout for this user", e),
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.ConfigurationLimitExceeded => new(
            StoreFault.Busy, $"{at.Location} is at its limit ({Told(e)}); repeat later, or raise the limit", e),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => new(
            StoreFault.Busy, $"{at.Location} is kept busy by others; repeat", e),
        [ '0', '8', .. ] or [ '5', '7', .. ] or [ '5', '8', .. ] => new(
            StoreFault.Unreachable, $"{at.Location} can't serve now ({Told(e)}); repeat later", e),
        _ => new(StoreFault.Corrupt, $"{at.Location} is not as Pawl left it ({e.SqlState}: {Told(e)}); `pawl store create` puts missing parts back", e),
    };

    // A server's text may quote what it was given.
    private static string Told(Exception e) =>
        Redactor.Standard.Redact(e is PostgresException refusal ? refusal.MessageText : e.Message).ReplaceLineEndings(" ");
}
