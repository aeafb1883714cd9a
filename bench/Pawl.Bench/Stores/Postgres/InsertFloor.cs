using Npgsql;
using NpgsqlTypes;
using Pawl.Bench.Steps;

namespace Pawl.Bench.Stores.Postgres;

/// <summary>One commit: a statement that inserts one row with the same bytes.</summary>
internal sealed class InsertFloor(NpgsqlDataSource source) : IFloor
{
    private const string Table = "CREATE TABLE IF NOT EXISTS public.floor (build_id text, version bigint, data text NOT NULL, PRIMARY KEY (build_id, version))";

    private string _id = "";
    private string[] _data = [];

    public string Name => "one INSERT of the same bytes, committed";

    public async ValueTask BeginAsync(string id)
    {
        using var create = source.CreateCommand(Table);
        await create.ExecuteNonQueryAsync();
        _id = id;
        _data = [.. BareAppend.OfOneBuild().Where(append => append.IsStep).Select(append => string.Concat(append.Events.Select(e => e.Data)) + append.Build.Snapshot)];
    }

    public async ValueTask WriteAsync(int step)
    {
        using var insert = source.CreateCommand("INSERT INTO public.floor (build_id, version, data) VALUES ($1, $2, $3)");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _id, NpgsqlDbType = NpgsqlDbType.Text });
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = step, NpgsqlDbType = NpgsqlDbType.Bigint });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _data[step], NpgsqlDbType = NpgsqlDbType.Text });
        await insert.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
