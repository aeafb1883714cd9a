using System.Collections.Immutable;
using Npgsql;
using Pawl.Builds;
using Pawl.Waiting;

namespace Pawl.Postgres;

/// <summary>Notices of changes by PostgreSQL's LISTEN, on a connection of its own. They are sent right after the commit and may be lost with the
/// process that made the change, so builds are looked at from time to time as well; a connection that breaks is made anew.</summary>
internal sealed class ListenedNotices : IChangeNotices
{
    private static readonly TimeSpan MissedAfter = TimeSpan.FromSeconds(2);

    private readonly PostgresAddress _address;
    private readonly BuildChoice _builds;
    private readonly TimeProvider _time;
    private readonly NpgsqlDataSource _source;
    private NpgsqlConnection? _connection;
    private ImmutableHashSet<BuildId> _told = [];
    private bool _mayBeAny;
    private long _lastWhole;

    private ListenedNotices(PostgresAddress address, BuildChoice builds, TimeProvider time)
    {
        (_address, _builds, _time) = (address, builds, time);
        _source = PostgresConnections.Source(address);
        _lastWhole = time.GetTimestamp();
    }

    /// <summary>Listens from now on. A server that can't be reached is no trouble here: whoever looks at builds finds that out.</summary>
    public static async ValueTask<IChangeNotices> ListenAsync(
        PostgresAddress address, BuildChoice builds, TimeProvider time, CancellationToken cancellationToken)
    {
        var notices = new ListenedNotices(address, builds, time);
        await notices.TryConnectAsync(cancellationToken).ConfigureAwait(false);
        return notices;
    }

    /// <inheritdoc/>
    public async ValueTask<BuildChoice> WaitAsync(int quiet, CancellationToken cancellationToken)
    {
        _told = [];
        for (var left = MissedAfter; left > TimeSpan.Zero && _told.IsEmpty && !_mayBeAny; left = MissedAfter - _time.GetElapsedTime(_lastWhole))
            await ReceiveAsync(left, cancellationToken).ConfigureAwait(false);
        if (!_told.IsEmpty && !_mayBeAny && _time.GetElapsedTime(_lastWhole) < MissedAfter)
            return BuildChoice.Of(_told);
        _mayBeAny = false;
        _lastWhole = _time.GetTimestamp();
        return _builds;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask ReceiveAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            if (_connection is { } connection)
                await connection.WaitAsync(atMost, cancellationToken).ConfigureAwait(false);
            else
                await ReconnectAsync(atMost, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            await CloseAsync().ConfigureAwait(false);
        }
    }

    // What was told while nobody listened is lost.
    private async ValueTask ReconnectAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        await Task.Delay(pause < LookPause.Shortest ? pause : LookPause.Shortest, _time, cancellationToken).ConfigureAwait(false);
        _mayBeAny = await TryConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> TryConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            _connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            _connection.Notification += Take;
            await new SqlQuery($"LISTEN {PostgresAddress.Quote(_address.Channel)}").ScalarAsync(_connection, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NpgsqlException)
        {
            await CloseAsync().ConfigureAwait(false);
            return false;
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_connection is not { } connection)
            return;
        _connection = null;
        connection.Notification -= Take;
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    // {buildId}:{version}
    private void Take(object sender, NpgsqlNotificationEventArgs notice)
    {
        if (BuildId.TryParse(notice.Payload.Split(':')[0], out var id) && _builds.Includes(id))
            _told = _told.Add(id);
    }
}
