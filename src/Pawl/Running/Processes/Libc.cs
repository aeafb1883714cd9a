using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pawl.Running.Processes;

/// <summary>The calls of Linux's C library that starting, watching and ending processes takes. Constants have the values of x86-64 and arm64.</summary>
internal static unsafe partial class Libc
{
    internal const int SigInt = 2, SigKill = 9, SigTerm = 15, SigCont = 18, SigHup = 1, SigQuit = 3, SigPipe = 13, SigChld = 17;
    internal const int ErrorNoProcess = 3, ErrorInterrupted = 4, ErrorNoChild = 10;
    internal const int ReadOnly = 0, CloseOnExec = 0x80000, NonBlocking = 0x800;
    internal const int WaitNoHang = 1, WaitAll = 0x40000000;
    internal const short PollIn = 1, PollHangUp = 16;
    internal const int ClockMonotonic = 1, ClockBootTime = 7;
    internal const int SetParentDeathSignal = 1, SetChildSubreaper = 36;
    internal const int DuplicateCloseOnExec = 1030, SetDescriptorFlags = 2, SetStatusFlags = 4;
    internal const int UnixSocket = 1, StreamSocket = 1, NoSignal = 0x4000, DontWait = 0x40, ShutWrite = 1;
    internal static readonly nint DefaultAction = 0, IgnoreAction = 1;

    private const string Name = "libc";
    private const int PidfdOpenCall = 434, CloseRangeCall = 436, CloseRangeCloseOnExec = 4;

    [LibraryImport(Name, EntryPoint = "posix_spawn")]
    internal static partial int PosixSpawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int SpawnActionsInit(void* actions);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int SpawnActionsDuplicate(void* actions, int from, int to);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int SpawnActionsDestroy(void* actions);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_init")]
    internal static partial int SpawnAttributesInit(void* attributes);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int SpawnAttributesFlags(void* attributes, short flags);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int SpawnAttributesDefaultSignals(void* attributes, void* set);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int SpawnAttributesMask(void* attributes, void* set);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int SpawnAttributesDestroy(void* attributes);

    [LibraryImport(Name, EntryPoint = "sigfillset")]
    internal static partial int FillSignals(void* set);

    [LibraryImport(Name, EntryPoint = "sigemptyset")]
    internal static partial int EmptySignals(void* set);

    [LibraryImport(Name, EntryPoint = "sigprocmask")]
    internal static partial int SignalMask(int how, void* set, void* old);

    [LibraryImport(Name, EntryPoint = "signal")]
    internal static partial nint Signal(int signal, nint action);

    [LibraryImport(Name, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport(Name, EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int WaitPid(int pid, int* status, int options);

    [LibraryImport(Name, EntryPoint = "getppid")]
    internal static partial int ParentId();

    [LibraryImport(Name, EntryPoint = "prctl")]
    internal static partial int ProcessControl(int option, nuint argument, nuint unused3, nuint unused4, nuint unused5);

    [LibraryImport(Name, EntryPoint = "execve", SetLastError = true)]
    internal static partial int Execute(byte* path, byte** argv, byte** envp);

    [LibraryImport(Name, EntryPoint = "chdir", SetLastError = true)]
    internal static partial int ChangeDirectory(byte* path);

    [LibraryImport(Name, EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Open(string path, int flags);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport(Name, EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(SafeFileHandle socket, byte* buffer, nint count, int flags);

    [LibraryImport(Name, EntryPoint = "shutdown")]
    internal static partial int Shutdown(SafeFileHandle socket, int how);

    [LibraryImport(Name, EntryPoint = "close")]
    internal static partial int Close(int descriptor);

    [LibraryImport(Name, EntryPoint = "dup2")]
    internal static partial int Duplicate(int from, int to);

    [LibraryImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Control(int descriptor, int command, int argument);

    [LibraryImport(Name, EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe(int* descriptors, int flags);

    [LibraryImport(Name, EntryPoint = "socketpair", SetLastError = true)]
    internal static partial int SocketPair(int domain, int type, int protocol, int* descriptors);

    [LibraryImport(Name, EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport(Name, EntryPoint = "prlimit64")]
    internal static partial int ProcessLimit(int pid, int resource, ulong* wanted, ulong* had);

    /// <summary>A descriptor that becomes readable when the process ends; -1 before Linux 5.3.</summary>
    internal static int OpenProcess(int pid) => (int)SystemCall(PidfdOpenCall, pid, 0, 0);

    /// <summary>Keeps every descriptor from <paramref name="first"/> on from programs that are executed.</summary>
    internal static void CloseOnExecFrom(int first)
    {
        const int oldLimit = 65536;
        if (SystemCall(CloseRangeCall, first, int.MaxValue, CloseRangeCloseOnExec) == 0)
            return;
        for (var descriptor = first; descriptor < oldLimit; descriptor++)
            _ = Control(descriptor, SetDescriptorFlags, 1);
    }

    /// <summary>Milliseconds of a clock.</summary>
    internal static long Milliseconds(int clock)
    {
        var time = stackalloc long[2];
        _ = ClockTime(clock, time);
        return (time[0] * 1000) + (time[1] / 1_000_000);
    }

    [LibraryImport(Name, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third);

    [LibraryImport(Name, EntryPoint = "clock_gettime")]
    private static partial int ClockTime(int clock, long* time);

    /// <summary>One descriptor to wait for.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        internal int Descriptor;
        internal short Wanted;
        internal short Happened;
    }
}
