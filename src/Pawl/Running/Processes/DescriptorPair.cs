using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pawl.Running.Processes;

/// <summary>The two ends of a pipe or a pair of sockets, both kept from programs that other threads may execute meanwhile.</summary>
internal sealed class DescriptorPair : IDisposable
{
    // Above the numbers that a started process gets its own standard descriptors at, so that giving them never overwrites a source.
    private const int LowestNumber = 16;

    private DescriptorPair(int near, int far)
    {
        Near = new SafeFileHandle(near, ownsHandle: true);
        Far = new SafeFileHandle(far, ownsHandle: true);
    }

    /// <summary>A pipe's reading end, or one socket.</summary>
    internal SafeFileHandle Near { get; }

    /// <summary>A pipe's writing end, or the other socket.</summary>
    internal SafeFileHandle Far { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
    }

    /// <summary>The near end for an owner that outlives this pair.</summary>
    internal SafeFileHandle TakeNear()
    {
        var taken = new SafeFileHandle(Near.DangerousGetHandle(), ownsHandle: true);
        Near.SetHandleAsInvalid();
        return taken;
    }

    /// <exception cref="Win32Exception">No more descriptors can be had.</exception>
    internal static unsafe DescriptorPair Pipe()
    {
        var ends = stackalloc int[2];
        return Lift(Libc.Pipe(ends, Libc.CloseOnExec), ends);
    }

    /// <exception cref="Win32Exception">No more descriptors can be had.</exception>
    internal static unsafe DescriptorPair Sockets()
    {
        var ends = stackalloc int[2];
        return Lift(Libc.SocketPair(Libc.UnixSocket, Libc.StreamSocket | Libc.CloseOnExec, 0, ends), ends);
    }

    private static unsafe DescriptorPair Lift(int result, int* ends)
    {
        if (result != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        var near = Libc.Control(ends[0], Libc.DuplicateCloseOnExec, LowestNumber);
        var far = Libc.Control(ends[1], Libc.DuplicateCloseOnExec, LowestNumber);
        var error = Marshal.GetLastPInvokeError();
        _ = Libc.Close(ends[0]);
        _ = Libc.Close(ends[1]);
        if (near >= 0 && far >= 0)
            return new DescriptorPair(near, far);
        _ = Libc.Close(near);
        _ = Libc.Close(far);
        throw new Win32Exception(error);
    }
}
