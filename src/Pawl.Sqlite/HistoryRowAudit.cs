using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>Goes through <c>state_history</c> beside the events that its rows are made from.</summary>
internal sealed class HistoryRowAudit
{
    private readonly SqliteConnection _connection;
    private readonly BuildId _id;
    private readonly Action<string> _add;
    private readonly Queue<Row> _page = new();
    private long _read = long.MinValue;

    public HistoryRowAudit(SqliteConnection connection, BuildId id, Action<string> add) => (_connection, _id, _add) = (connection, id, add);

    /// <summary>The highest row id that an event accounts for.</summary>
    public long LastId { get; private set; }

    /// <summary>Compares the rows of one event.</summary>
    public void Take(BuildEvent happened, BuildVersion version)
    {
        while (Peek() is { } stray && stray.Version < version.Value)
            Stray(stray);
        var found = new List<Row>();
        while (Peek() is { } row && row.Version == version.Value)
        {
            found.Add(_page.Dequeue());
            LastId = row.Id;
        }

        var expected = HistoryRows.Of(happened);
        // Of very many rows that another program wrote, the event holds the last ones.
        if (happened is BuildEvent.ForeignChangeAdopted && found.Count > expected.Count && expected.Count >= ForeignChanges.MostRows)
            found.RemoveRange(0, found.Count - expected.Count);
        if (found.Count != expected.Count)
            _add($"event {version} has {found.Count} rows in state_history, and should have {expected.Count}");
        else if (!found.Zip(expected).All(pair => IsSame(pair.First, pair.Second, happened)))
            _add($"event {version} says something else in state_history");
    }

    /// <summary>Looks at the rows after the last event's. Another program's new ones, after the last row that is accounted for, are no difference.</summary>
    public void Finish(long lastHistoryId)
    {
        while (Peek() is { } row)
        {
            if (row.Version == 0 && row.Id > lastHistoryId)
                _page.Dequeue();
            else
                Stray(row);
        }
    }

    private void Stray(Row row)
    {
        _page.Dequeue();
        _add($"row {row.Id} of state_history belongs to no event");
    }

    private static bool IsSame(Row found, HistoryRow expected, BuildEvent happened)
    {
        _ = long.TryParse(found.State, out var state);
        if (state != expected.State || found.Status != expected.Status || found.Error != expected.ErrorMessage)
            return false;
        return UtcTime.TryParse(found.Time, out var time) ? time == expected.Timestamp : happened is BuildEvent.ForeignChangeAdopted;
    }

    private Row? Peek()
    {
        if (_page.Count == 0)
            ReadPage();
        return _page.TryPeek(out var row) ? row : null;
    }

    private void ReadPage()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = """
            SELECT id, coalesce(version, 0), state, timestamp, status, coalesce(error_message, '') FROM state_history
            WHERE build_id = @id AND id > @read ORDER BY id LIMIT @most
            """;
        command.Parameters.AddWithValue("@id", _id.Value);
        command.Parameters.AddWithValue("@read", _read);
        command.Parameters.AddWithValue("@most", EventReader.PageSize);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            _read = reader.GetInt64(0);
            _page.Enqueue(new Row(_read, reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5)));
        }
    }

    private sealed record Row(long Id, long Version, string State, string Time, string Status, string Error);
}
