namespace Pawl.Running.Processes;

/// <summary>Reads what the kernel tells of a process in a file under /proc.</summary>
internal static class ProcessText
{
    private const int FirstLength = 16 * 1024;
    private const int LongestLength = 8 * 1024 * 1024;

    /// <summary>All of it; nothing when the process is gone, or is another user's.</summary>
    internal static unsafe ReadOnlySpan<byte> Read(string path)
    {
        var descriptor = Libc.Open(path, Libc.ReadOnly | Libc.CloseOnExec);
        if (descriptor < 0)
            return [];
        var (buffer, length) = (new byte[FirstLength], 0);
        while (true)
        {
            int count;
            fixed (byte* first = buffer)
                count = NativeBytes.Read(descriptor, first + length, buffer.Length - length);
            if (count <= 0)
                break;
            length += count;
            if (length == buffer.Length && length < LongestLength)
                Array.Resize(ref buffer, length * 2);
        }

        _ = Libc.Close(descriptor);
        return buffer.AsSpan(0, length);
    }
}
