using System.Diagnostics;
using Npgsql;
using Pawl.Bench.Commands;
using Pawl.Bench.Stores;
using Pawl.Postgres;
using Pawl.Servers;

namespace Pawl.Bench.Waiting;

/// <summary>The same on PostgreSQL, and a bare LISTEN beside it.</summary>
internal static class PostgresWaits
{
    public static async Task RunAsync(Settings settings, Places places, Goals goals, double goal)
    {
        var server = await PostgresServer.StartAsync(CancellationToken.None).ConfigureAwait(false);
        await using var ended = server.ConfigureAwait(false);
        Environment.SetEnvironmentVariable("PGPASSWORD", server.Password);
        // It takes the environment as it is now.
        using var spawned = new Spawned();
        var url = Surroundings.Url($"postgres://{PostgresServer.User}@127.0.0.1:{server.Port}/postgres");
        var kind = new PostgresKind();
        await kind.CreateAsync(url, Surroundings.Context, CancellationToken.None).ConfigureAwait(false);
        var store = kind.Open(url, Surroundings.Context);
        await using var ofStore = store.ConfigureAwait(false);
        var (waited, inside, listened) = (new Samples(), new Samples(), new Samples());
        var library = new LibraryWait(kind, url);
        var listen = new BareListen(server);
        await using var ofListen = listen.ConfigureAwait(false);
        var pawl = new ListeningPawl(spawned, places.Pawl, url.ToString(), server);
        for (var i = 0; i < settings.Waits; i++)
        {
            Markdown.Progress($"wait on PostgreSQL {i + 1} of {settings.Waits}");
            await WaitBenchmark.MeasureAsync(store, $"wait-{i}", pawl, waited).ConfigureAwait(false);
            await WaitBenchmark.MeasureAsync(store, $"library-{i}", library, inside).ConfigureAwait(false);
            await WaitBenchmark.MeasureAsync(store, $"listen-{i}", listen, listened).ConfigureAwait(false);
        }

        Markdown.Table(
            ["PostgreSQL: from the commit's return", "Times", "p50", "p99"],
            [
                waited.Row("to the end of `pawl wait ID --state 5`"),
                inside.Row("the same by the library, without a process's end"),
                listened.Row("the least: to the notice, on a bare LISTEN in this process"),
            ]);
        goals.AtMost("p99 of `pawl wait` after a commit, PostgreSQL", goal, waited.P99, Numbers.Ms);
    }

    private sealed class ListeningPawl(Spawned spawned, string program, string url, PostgresServer server) : IWaiter
    {
        private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(50);

        private int _process;

        public async ValueTask StartAsync(string id)
        {
            _process = spawned.Start(program, "wait", id, "--state", "5", "--store", url);
            using var source = NpgsqlDataSource.Create(server.ConnectionString());
            using var command = source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND application_name = 'pawl' AND state = 'idle'");
            while (await command.ExecuteScalarAsync().ConfigureAwait(false) is not > 0L)
                await Task.Delay(1).ConfigureAwait(false);
            await Task.Delay(FirstLook).ConfigureAwait(false);
        }

        public ValueTask<long> EndAsync() => ValueTask.FromResult(Spawned.End(_process));
    }

    private sealed class BareListen(PostgresServer server) : IWaiter, IAsyncDisposable
    {
        private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(server.ConnectionString());
        // Created, claimed, started; completed, the next one started.
        private const int VersionAfterStep = 5;

        private NpgsqlConnection? _connection;
        private Task<long> _told = Task.FromResult(0L);

        public async ValueTask StartAsync(string id)
        {
            if (_connection is null)
            {
                _connection = await _source.OpenConnectionAsync().ConfigureAwait(false);
                using var command = new NpgsqlCommand("LISTEN pawl_builds", _connection);
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            }

            _told = Task.Run(() => WaitAsync($"{id}:{VersionAfterStep}"));
        }

        public async ValueTask<long> EndAsync() => await _told.ConfigureAwait(false);

        public async ValueTask DisposeAsync()
        {
            if (_connection is not null)
                await _connection.DisposeAsync().ConfigureAwait(false);
            await _source.DisposeAsync().ConfigureAwait(false);
        }

        private async Task<long> WaitAsync(string wanted)
        {
            var (told, at) = ("", 0L);
            _connection!.Notification += Take;
            while (told != wanted)
                await _connection.WaitAsync().ConfigureAwait(false);
            _connection.Notification -= Take;
            return at;

            void Take(object sender, NpgsqlNotificationEventArgs notice) => (told, at) = (notice.Payload, Stopwatch.GetTimestamp());
        }
    }
}
