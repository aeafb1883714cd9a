using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>Writes one build's <c>state.json</c>, one put at a time, and never an older state over a newer one.</summary>
internal sealed class BuildStateWriter(IBuildStore history, IObjectStore objects, BuildKeys keys, Func<Task> settle, Action<string> warn)
{
    private const int Tries = 4;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<BuildVersion, BuildEvent> _appended = [];
    private Task _writing = Task.CompletedTask;
    private KnownBuild? _wanted;
    private StateDocument? _written;
    private ObjectTag? _tag;

    /// <summary>This process appended a change.</summary>
    public void Follow(KnownBuild after, Change change)
    {
        lock (_lock)
        {
            var version = change.Before.Version;
            foreach (var happened in change.Events)
                _appended[version = version.Next] = happened;
            Want(after);
        }
    }

    /// <summary>The document is behind.</summary>
    public void Repair(KnownBuild build)
    {
        lock (_lock)
            Want(build);
    }

    /// <summary>Completes when nothing is left to write.</summary>
    public Task FlushAsync()
    {
        lock (_lock)
            return _writing;
    }

    /// <summary>Completes when nothing is being written, and nothing will be.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            _wanted = null;
            return _writing;
        }
    }

    private void Want(KnownBuild build)
    {
        if (_wanted is { } later && later.State.Version >= build.State.Version)
            return;
        _wanted = build;
        if (_writing.IsCompleted)
            _writing = Task.Run(WriteAsync);
    }

    private async Task WriteAsync()
    {
        await settle().ConfigureAwait(false);
        for (var wanted = Next(written: null); wanted is not null; wanted = Next(wanted))
        {
            if (await TryWriteAsync(wanted).ConfigureAwait(false) is { } trouble)
            {
                GiveUp(trouble);
                return;
            }
        }
    }

    // Whoever wants something next either finds this task at work, or starts another one: both are decided under the lock.
    private KnownBuild? Next(KnownBuild? written)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_wanted, written))
                _wanted = null;
            if (_wanted is null)
                _writing = Task.CompletedTask;
            return _wanted;
        }
    }

    private void GiveUp(StoreException trouble)
    {
        bool ours;
        lock (_lock)
        {
            ours = _appended.Count > 0;
            _wanted = null;
            _writing = Task.CompletedTask;
        }

        // Who only reads need not be able to repair.
        if (ours)
            warn($"{keys.State} is behind its build ({trouble.Message}); nothing is lost, and the next command on build {keys.Id} writes it again");
    }

    private async Task<StoreException?> TryWriteAsync(KnownBuild wanted)
    {
        try
        {
            for (var left = Tries; left > 0; left--)
            {
                var written = _written ??= await ReadAsync().ConfigureAwait(false);
                if (written.Version >= wanted.State.Version || await PutAsync(written, wanted).ConfigureAwait(false))
                    return null;
                _written = null;
            }

            return new StoreException(StoreFault.Busy, "others write it all the time");
        }
        catch (StoreException e)
        {
            _written = null;
            return e;
        }
    }

    private async Task<StateDocument> ReadAsync()
    {
        var stored = await objects.GetAsync(keys.State, int.MaxValue, CancellationToken.None).ConfigureAwait(false);
        _tag = stored?.Tag;
        return (stored is null ? null : StateDocument.Read(stored.Content)) ?? StateDocument.Empty;
    }

    private async Task<bool> PutAsync(StateDocument written, KnownBuild wanted)
    {
        var rows = await RowsAsync(written.Version, wanted.State.Version).ConfigureAwait(false);
        var document = new StateDocument(wanted.State.Version, wanted.LastAppend, written.Rows.AddRange(rows));
        var condition = _tag is { } tag ? PutCondition.Over(tag) : PutCondition.Absent;
        if (await objects.PutAsync(keys.State, document.Write(wanted.State, objects.MostBytes), condition, CancellationToken.None).ConfigureAwait(false) is not { } put)
            return false;
        if (_tag is null && await IsErasedAsync(wanted).ConfigureAwait(false))
            await objects.DeleteAsync(keys.State, CancellationToken.None).ConfigureAwait(false);
        (_written, _tag) = (document, put);
        lock (_lock)
        {
            while (_appended.Count > 0 && _appended.Keys.First() <= document.Version)
                _appended.Remove(_appended.Keys.First());
        }

        return true;
    }

    // Another process may have erased the build before this one wrote its first document: nothing of it is to come back.
    private async Task<bool> IsErasedAsync(KnownBuild build) =>
        await objects.GetAsync(BuildKeys.Index(keys.Id), IndexObject.MostBytes, CancellationToken.None).ConfigureAwait(false) is not { } stored
        || IndexObject.Read(stored, keys.Id, objects.Location) != build.Index;

    // Mostly this process appended what is missing, and need not read it.
    private async Task<List<HistoryRow>> RowsAsync(BuildVersion after, BuildVersion upTo)
    {
        var missing = (int)(upTo.Value - after.Value);
        List<BuildEvent> events;
        lock (_lock)
            events = [.. _appended.Where(e => e.Key > after && e.Key <= upTo).Select(e => e.Value)];
        if (events.Count < missing)
            events = await history.ReadHistoryAsync(keys.Id, after, CancellationToken.None).Take(missing).ToListAsync().ConfigureAwait(false);
        return [.. events.SelectMany(HistoryRows.Of)];
    }
}
