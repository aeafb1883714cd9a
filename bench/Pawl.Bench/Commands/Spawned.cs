using System.Collections;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Pawl.Bench.Commands;

/// <summary>Runs programs by posix_spawn: what is measured is the program, not the way to it. What they print goes nowhere.</summary>
internal sealed unsafe partial class Spawned : IDisposable
{
    private const int RoomForActions = 256, WriteOnly = 1;

    private readonly void* _actions = NativeMemory.AllocZeroed(RoomForActions);
    private readonly List<nint> _texts = [];
    private readonly byte** _environment;

    public Spawned()
    {
        Check(InitActions(_actions));
        Check(AddOpen(_actions, descriptor: 1, "/dev/null", WriteOnly, 0));
        Check(AddOpen(_actions, descriptor: 2, "/dev/null", WriteOnly, 0));
        _environment = Vector([.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => $"{e.Key}={e.Value}")]);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>How long that took, in the stopwatch's ticks.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public long Run(string program, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();
        return End(Start(program, arguments)) - began;
    }

    /// <summary>Starts a program.</summary>
    /// <returns>Its process.</returns>
    public int Start(string program, params string[] arguments)
    {
        var vector = Vector([program, .. arguments]);
        Check(Spawn(out var process, program, _actions, 0, vector, _environment));
        return process;
    }

    /// <summary>Waits for a program's end.</summary>
    /// <returns>When that was, in the stopwatch's ticks.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static long End(int process)
    {
        while (WaitPid(process, out var status, 0) != process || status != 0)
        {
            if (status != 0)
                throw new InvalidOperationException($"process {process} ended with wait status {status}");
        }

        return Stopwatch.GetTimestamp();
    }

    public void Dispose()
    {
        _texts.ForEach(text => NativeMemory.Free((void*)text));
        NativeMemory.Free(_actions);
    }

    // Kept until the end: a few bytes a call.
    private byte** Vector(string[] texts)
    {
        var vector = (byte**)NativeMemory.AllocZeroed((nuint)(texts.Length + 1), (nuint)sizeof(byte*));
        _texts.Add((nint)vector);
        for (var i = 0; i < texts.Length; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(texts[i] + '\0');
            vector[i] = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
            bytes.CopyTo(new Span<byte>(vector[i], bytes.Length));
            _texts.Add((nint)vector[i]);
        }

        return vector;
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new InvalidOperationException($"a program can't be started: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Spawn(out int process, string program, void* actions, nint attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int InitActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AddOpen(void* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int WaitPid(int process, out int status, int options);
}
