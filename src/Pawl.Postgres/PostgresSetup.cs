using Npgsql;
using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Postgres;

/// <summary>Makes what a store needs, or brings it up to this version. Any number may do it at once: one does, the others find it done.</summary>
internal static class PostgresSetup
{
    public static async ValueTask<IReadOnlyList<string>> RunAsync(PostgresAddress at, StoreContext context, CancellationToken cancellationToken)
    {
        var made = new List<string>();
        var connections = new PostgresConnections(at, context.Time);
        await using (connections.ConfigureAwait(false))
        {
            if (!await connections.FindsDatabaseAsync(cancellationToken).ConfigureAwait(false))
                await CreateDatabaseAsync(at, context, cancellationToken).ConfigureAwait(false);
            made.Add($"database {at.Database}");
            made.AddRange(await connections.UseAsync((connection, cancel) => MigrateAsync(connection, at, context, cancel), cancellationToken).ConfigureAwait(false));
        }

        return made;
    }

    private static async ValueTask CreateDatabaseAsync(PostgresAddress at, StoreContext context, CancellationToken cancellationToken)
    {
        var connections = new PostgresConnections(at.Maintenance, context.Time);
        await using (connections.ConfigureAwait(false))
        {
            await connections.UseAsync(
                async (connection, cancel) =>
                {
                    try
                    {
                        await RunAsync(connection, $"CREATE DATABASE {PostgresAddress.Quote(at.Database)} ENCODING 'UTF8' TEMPLATE template0", cancel)
                            .ConfigureAwait(false);
                    }
                    catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
                    {
                        // Another one made it at this moment.
                    }

                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<IReadOnlyList<string>> MigrateAsync(
        NpgsqlConnection connection, PostgresAddress at, StoreContext context, CancellationToken cancellationToken)
    {
        await CheckServerAsync(connection, at, context, cancellationToken).ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await RunAsync(connection, $"SELECT pg_advisory_xact_lock(hashtextextended('pawl store create {at.Schema}', 0))", cancellationToken)
                .ConfigureAwait(false);
            if (await AskAsync(connection, $"SELECT to_regnamespace('{at.Schema}') IS NULL", cancellationToken).ConfigureAwait(false) is true)
                await RunAsync(connection, $"CREATE SCHEMA {at.SqlSchema}", cancellationToken).ConfigureAwait(false);
            var before = await PostgresSchema.ReadVersionAsync(connection, at, cancellationToken).ConfigureAwait(false);
            if (before > PostgresSchema.Version)
                throw PostgresFaults.OtherVersion(at, before);
            await BringUpAsync(connection, at, before, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        return [$"schema {at.Schema} with tables, indexes and functions, version {PostgresSchema.Version}"];
    }

    private static async ValueTask BringUpAsync(NpgsqlConnection connection, PostgresAddress at, int from, CancellationToken cancellationToken)
    {
        try
        {
            for (var version = from + 1; version <= PostgresSchema.Version; version++)
                await RunAsync(connection, PostgresSchema.Migration(version, at), cancellationToken).ConfigureAwait(false);
            await RunAsync(connection, SchemaFunctions.Sql(at), cancellationToken).ConfigureAwait(false);
            await RunAsync(
                connection,
                $"DELETE FROM {at.SqlSchema}.store_schema; INSERT INTO {at.SqlSchema}.store_schema VALUES ({PostgresSchema.Version})",
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateTable)
        {
            throw new StoreException(
                StoreFault.Corrupt,
                $"the schema {at.Schema} of {at.Location} has tables of another program ({Redactor.Standard.Redact(e.MessageText)}); choose another one with ?schema=NAME",
                e);
        }
    }

    private static async ValueTask CheckServerAsync(
        NpgsqlConnection connection, PostgresAddress at, StoreContext context, CancellationToken cancellationToken)
    {
        if (await AskAsync(connection, "SHOW server_encoding", cancellationToken).ConfigureAwait(false) is not "UTF8")
            throw new StoreException(StoreFault.Unsuitable, $"{at.Location} can't keep every text: its encoding must be UTF8; name another database");
        if (await AskAsync(connection, "SHOW fsync", cancellationToken).ConfigureAwait(false) is not "on")
            context.Warn($"{at.Location} doesn't wait for its disk (fsync is off): what was recorded may be lost with the machine's power");
    }

    private static async ValueTask<object?> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
