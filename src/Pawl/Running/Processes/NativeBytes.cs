using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pawl.Running.Processes;

/// <summary>Reading and writing descriptors without streams, again when a signal comes between.</summary>
internal static unsafe class NativeBytes
{
    /// <summary>How many bytes came; 0 at the end, -1 on an error (also when a non-blocking descriptor has none).</summary>
    internal static int Read(int descriptor, byte* buffer, int length)
    {
        nint count;
        do
            count = Libc.Read(descriptor, buffer, length);
        while (count < 0 && Marshal.GetLastPInvokeError() == Libc.ErrorInterrupted);
        return (int)count;
    }

    /// <summary>Writes all of it; false when nobody reads any more.</summary>
    internal static bool Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            for (var done = 0; done < bytes.Length;)
            {
                var count = Libc.Write(descriptor, first + done, bytes.Length - done);
                if (count < 0 && Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted)
                    return false;
                done += (int)Math.Max(count, 0);
            }
        }

        return true;
    }

    /// <summary>Sends all of it; false when the other side is gone. With <see cref="Libc.DontWait"/> also when it doesn't read.</summary>
    internal static bool Send(SafeFileHandle socket, ReadOnlySpan<byte> bytes, int flags)
    {
        fixed (byte* first = bytes)
        {
            for (var done = 0; done < bytes.Length;)
            {
                var count = Libc.Send(socket, first + done, bytes.Length - done, flags | Libc.NoSignal);
                if (count < 0 && Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted)
                    return false;
                done += (int)Math.Max(count, 0);
            }
        }

        return true;
    }
}
