using Npgsql;
using NpgsqlTypes;

namespace Pawl.Postgres;

/// <summary>A statement with its values, which are never part of the text.</summary>
internal sealed class SqlQuery(string text)
{
    private readonly List<NpgsqlParameter> _values = [];

    /// <summary>The statement; values are <c>$1</c>, <c>$2</c>...</summary>
    public string Text { get; private set; } = text;

    /// <summary>Adds text to the statement, with the next value's place after it.</summary>
    public SqlQuery And<T>(string condition, T value, NpgsqlDbType type)
    {
        With(value, type);
        Text += $"{condition} ${_values.Count}";
        return this;
    }

    /// <summary>Adds text to the statement.</summary>
    public SqlQuery And(string ending)
    {
        Text += ending;
        return this;
    }

    /// <summary>Adds the value of the next place.</summary>
    public SqlQuery With<T>(T value, NpgsqlDbType type)
    {
        _values.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return this;
    }

    /// <summary>Adds no value in the next place.</summary>
    public SqlQuery WithNull(NpgsqlDbType type)
    {
        _values.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type });
        return this;
    }

    /// <summary>Runs it; the first value of its answer.</summary>
    public async ValueTask<object?> ScalarAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(ToCommand());
            return await batch.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The statement as one of a batch. Values belong to one batch: a repeated one gets copies.</summary>
    public NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(Text);
        foreach (var value in _values)
            command.Parameters.Add(value.Clone());
        return command;
    }
}
