namespace Pawl.Stores.Backups;

/// <summary>What a pass did. Counted by several threads.</summary>
public sealed class BackupCount
{
    private int _builds;
    private long _events;
    private int _snapshots;
    private int _faulty;

    /// <summary>The builds of which events were brought.</summary>
    public int Builds => _builds;

    /// <summary>The events that were brought.</summary>
    public long Events => _events;

    /// <summary>The weekly snapshots that were made.</summary>
    public int Snapshots => _snapshots;

    /// <summary>The builds that something couldn't be done for.</summary>
    public int Faulty => _faulty;

    internal void Add(long events)
    {
        Interlocked.Increment(ref _builds);
        Interlocked.Add(ref _events, events);
    }

    internal void AddSnapshots(int made) => Interlocked.Add(ref _snapshots, made);

    internal void AddFault() => Interlocked.Increment(ref _faulty);
}
