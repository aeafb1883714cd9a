using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Sqlite;
using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Sqlite;

/// <summary>A store in a folder of its own, and another program's hand on its files.</summary>
public abstract class StoreFolder : IAsyncLifetime
{
    protected static readonly BuildId Id = BuildId.Parse("web-1");
    protected static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    protected static readonly Worker Me = new("me@here");

    protected StoreFolder()
    {
        Folder = Directory.CreateTempSubdirectory("pawl-store-").FullName;
        Store = Open();
    }

    protected static CancellationToken None => TestContext.Current.CancellationToken;

    protected string Folder { get; }

    protected SqliteBuildStore Store { get; private set; }

    protected List<string> Warnings { get; } = [];

    protected string PathOf(string id) => Path.Combine(Folder, id + ".db");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected SqliteBuildStore Open() => SqliteBuildStore.Open(Folder, new SqliteOptions { Warn = Warnings.Add, BusyTimeout = TimeSpan.FromSeconds(1) });

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = Open();
    }

    protected static Change To(BuildState state) => Change.To(state, new Occasion(Noon, Me));

    protected async Task<BuildState> CreateAsync(string id = "web-1")
    {
        var change = To(BuildState.None(BuildId.Parse(id))).Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None);
        Assert.Equal(AppendResult.Appended, await Store.AppendAsync(change, None));
        return change.After;
    }

    protected async Task<BuildState> AppendAsync(Change change)
    {
        Assert.Equal(AppendResult.Appended, await Store.AppendAsync(change, None));
        return change.After;
    }

    /// <summary>Runs SQL on a build's file as another program would.</summary>
    protected IReadOnlyList<string> Sql(string sql, string id = "web-1")
    {
        using var connection = new SqliteConnection($"Data Source={PathOf(id)};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        return rows;
    }
}
