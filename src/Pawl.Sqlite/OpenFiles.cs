using Pawl.Builds;

namespace Pawl.Sqlite;

/// <summary>Keeps the build files that were used last open, so that a runner's next change finds its statements prepared. Lets one caller
/// at a time into a file; different files are independent.</summary>
internal sealed class OpenFiles : IDisposable
{
    private const int MostOpen = 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<BuildId, Slot> _slots = [];
    private long _clock;

    /// <summary>Runs an action on a build's file; returns <paramref name="fallback"/> when <paramref name="open"/> finds none.</summary>
    public T? Use<T>(BuildId id, Func<BuildFile?> open, Func<BuildFile, T> action, T? fallback = default)
    {
        var slot = Take(id);
        try
        {
            lock (slot.Gate)
            {
                if (slot.File is { IsGone: true })
                    Close(slot);
                slot.File ??= open();
                return slot.File is { } file ? action(file) : fallback;
            }
        }
        finally
        {
            GiveBack(slot);
        }
    }

    /// <summary>Closes a build's file, if it is open and nobody uses it: nothing more is expected for now.</summary>
    public void CloseIdle(BuildId id)
    {
        Slot? idle;
        lock (_lock)
        {
            if (!_slots.TryGetValue(id, out idle) || idle.Users > 0)
                return;
            _slots.Remove(id);
        }

        Close(idle);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var slot in _slots.Values)
                Close(slot);
            _slots.Clear();
        }
    }

    private Slot Take(BuildId id)
    {
        lock (_lock)
        {
            if (!_slots.TryGetValue(id, out var slot))
                _slots.Add(id, slot = new Slot(id));
            slot.Users++;
            slot.LastUse = ++_clock;
            return slot;
        }
    }

    private void GiveBack(Slot slot)
    {
        Slot? idle;
        lock (_lock)
        {
            slot.Users--;
            if (_slots.Count <= MostOpen || (idle = LongestIdle()) is null)
                return;
            _slots.Remove(idle.Id);
        }

        // Closing waits for the disk: others need not wait for that. A file that is opened again meanwhile is just another connection to it.
        Close(idle);
    }

    private Slot? LongestIdle()
    {
        Slot? longest = null;
        foreach (var slot in _slots.Values)
        {
            if (slot.Users == 0 && slot.LastUse < (longest?.LastUse ?? long.MaxValue))
                longest = slot;
        }

        return longest;
    }

    private static void Close(Slot slot)
    {
        slot.File?.Dispose();
        slot.File = null;
    }

    private sealed class Slot(BuildId id)
    {
        public BuildId Id => id;

        public Lock Gate { get; } = new();

        public BuildFile? File { get; set; }

        public int Users { get; set; }

        public long LastUse { get; set; }
    }
}
