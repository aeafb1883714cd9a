using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Pawl.Bench.Commands;
using Pawl.Builds;
using Pawl.Sqlite;
using Pawl.Stores;

namespace Pawl.Bench.Fleet;

/// <summary>Asks a large fleet, again and again.</summary>
internal sealed class Questions(string folder, int times)
{
    public static BuildQuery Last => new() { Limit = 50 };

    public static BuildQuery Failed => new() { Status = BuildStatus.Failed, ChangedBefore = DateTimeOffset.UtcNow.AddHours(-1) };

    /// <summary>Through the library, with the store kept open.</summary>
    public Task<Samples> ListAsync(BuildQuery query) => AskAsync(query, times, () => { });

    /// <summary>The first question of all.</summary>
    public Task<Samples> FirstAsync() => AskAsync(Last, 1, () => { });

    /// <summary>Lists whose last look at all files is made to seem long ago.</summary>
    public Task<Samples> SweepAsync(int sweeps) => AskAsync(Last, sweeps, ForgetSweep);

    /// <summary>By the command line, in turn.</summary>
    public (Samples List, Samples Attention) Verbs(string pawl)
    {
        using var spawned = new Spawned();
        var (list, attention) = (new Samples(), new Samples());
        for (var i = 0; i < times; i++)
        {
            list.Add(spawned.Run(pawl, "list", "--store", folder));
            attention.Add(spawned.Run(pawl, "attention", "--store", folder));
        }

        return (list, attention);
    }

    private async Task<Samples> AskAsync(BuildQuery query, int often, Action before)
    {
        var samples = new Samples();
        var store = SqliteBuildStore.Open(folder, new SqliteOptions());
        await using (store.ConfigureAwait(false))
        {
            for (var i = 0; i < often; i++)
            {
                before();
                var began = Stopwatch.GetTimestamp();
                if (await store.ListAsync(query, CancellationToken.None).CountAsync().ConfigureAwait(false) == 0)
                    throw new InvalidOperationException("no build was found");
                samples.Add(Stopwatch.GetTimestamp() - began);
            }
        }

        return samples;
    }

    private void ForgetSweep()
    {
        using var connection = new SqliteConnection(string.Create(CultureInfo.InvariantCulture, $"Data Source={folder}/.catalog;Pooling=False"));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM sweep";
        command.ExecuteNonQuery();
    }
}
