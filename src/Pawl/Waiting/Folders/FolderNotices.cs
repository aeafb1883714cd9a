using System.Collections.Concurrent;
using Pawl.Builds;

namespace Pawl.Waiting.Folders;

/// <summary>Notices of builds that are files on this machine: the system tells of each write. What it doesn't tell, such as the writes of other
/// machines to a network file system, is looked for from time to time.</summary>
public sealed class FolderNotices : IChangeNotices
{
    private static readonly TimeSpan Unlikely = TimeSpan.FromSeconds(5);

    private readonly IFolderLayout _layout;
    private readonly BuildChoice _builds;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private readonly SemaphoreSlim _signal = new(0);
    private readonly ConcurrentDictionary<BuildId, long> _told = new();
    private readonly Inotify? _inotify;
    private readonly bool _isShared;
    private volatile bool _mayBeAny;
    private bool _hasWarned;
    private TimeSpan _pause;
    private long _lastWhole;

    private FolderNotices(IFolderLayout layout, BuildChoice builds, TimeProvider time, Action<string> warn)
    {
        (_layout, _builds, _time, _warn) = (layout, builds, time, warn);
        _lastWhole = time.GetTimestamp();
        _inotify = Inotify.TryOpen(Take, out var why);
        if (_inotify is null)
            WarnOnce(why);
        if (NetworkFileSystem.Of(layout.Root) is { } network)
        {
            _isShared = true;
            WarnOnce($"its file system, {network}, doesn't tell what other machines write");
        }

        _pause = Watch();
    }

    /// <summary>Listens from now on.</summary>
    public static FolderNotices Listen(IFolderLayout layout, BuildChoice builds, TimeProvider time, Action<string> warn) =>
        new(layout, builds, time, warn);

    /// <inheritdoc/>
    public async ValueTask<BuildChoice> WaitAsync(int quiet, CancellationToken cancellationToken)
    {
        var left = _pause - _time.GetElapsedTime(_lastWhole);
        if (Settling() is { } settling && settling < left)
            left = settling;
        if (left > TimeSpan.Zero)
            await _signal.WaitAsync(left, cancellationToken).ConfigureAwait(false);
        // One look is for all that was told until now.
        while (_signal.Wait(0, cancellationToken))
        {
        }

        if (!_mayBeAny && _time.GetElapsedTime(_lastWhole) < _pause)
        {
            if (!_builds.IsAll)
                Watch();
            return BuildChoice.Of(_told.Keys);
        }

        _mayBeAny = false;
        _lastWhole = _time.GetTimestamp();
        _pause = Watch();
        return _builds;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _inotify?.Dispose();
        return ValueTask.CompletedTask;
    }

    private TimeSpan? Settling()
    {
        var latest = TimeSpan.MaxValue;
        foreach (var (id, at) in _told)
        {
            var since = _time.GetElapsedTime(at);
            if (SettlingPause.After(since) is null)
                _told.TryRemove(new(id, at));
            else if (since < latest)
                latest = since;
        }

        return latest == TimeSpan.MaxValue ? null : SettlingPause.After(latest);
    }

    private void Take(FolderNotice notice)
    {
        if (notice == FolderNotice.Anything)
            _mayBeAny = true;
        else if (_layout.TryRead(notice, out var id) && _builds.Includes(id))
            _told[id] = _time.GetTimestamp();
        else
            return;
        _signal.Release();
    }

    private TimeSpan Watch()
    {
        if (_inotify is null)
            return LookPause.Shortest;
        var all = true;
        foreach (var folder in _layout.FoldersOf(_builds))
        {
            if (_inotify.TryWatch(folder, out var why))
                continue;
            all = false;
            if (Directory.Exists(folder))
                WarnOnce(why);
        }

        return all && !_isShared && _layout.Shows(_builds) ? Unlikely : LookPause.Shortest;
    }

    private void WarnOnce(string why)
    {
        if (!_hasWarned)
            _warn($"{_layout.Root} is looked at every second, instead of at each change: {why}");
        _hasWarned = true;
    }
}
