namespace Pawl.Running.Processes;

/// <summary>How many files a process may open. The .NET runtime raises its own soft limit to the hard one, and what it starts would get that
/// too: some older programs then take minutes to close a million descriptors that were never open.</summary>
internal static unsafe class OpenFileLimit
{
    private const int OpenFiles = 7;

    /// <summary>The soft limit of the process that started this one, which is what this one began with as a rule; -1 when it can't be seen.</summary>
    internal static long BeforeThisRuntime { get; } = Read(Libc.ParentId());

    /// <summary>Sets the soft limit of this process; -1 leaves it.</summary>
    internal static void Set(long soft)
    {
        var limits = stackalloc ulong[2];
        if (soft < 0 || Libc.ProcessLimit(0, OpenFiles, null, limits) != 0)
            return;
        limits[0] = Math.Min((ulong)soft, limits[1]);
        _ = Libc.ProcessLimit(0, OpenFiles, limits, null);
    }

    private static long Read(int pid)
    {
        var limits = stackalloc ulong[2];
        return pid > 0 && Libc.ProcessLimit(pid, OpenFiles, null, limits) == 0 ? (long)Math.Min(limits[0], long.MaxValue) : -1;
    }
}
