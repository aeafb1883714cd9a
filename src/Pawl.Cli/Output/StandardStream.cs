using System.Runtime.InteropServices;

namespace Pawl.Cli.Output;

/// <summary>Standard output or standard error, written as it is. The console's own stream would begin with a thread for signals and the
/// terminal's settings, which this program has no use for.</summary>
internal sealed partial class StandardStream(int descriptor) : Stream
{
    private const int Interrupted = 4, TryAgain = 11, BrokenPipe = 32, GetFlags = 1, ReadAndWrite = 2;
    private const short Writable = 4, ErrorCondition = 8, HangUp = 16;
    private const int Forever = -1;

    private bool _lost;

    /// <summary>What to do when it can't be written any more, once: what comes after that is dropped. By default an <see cref="IOException"/>.</summary>
    public Action<string> OnLoss { get; set; } = message => throw new IOException(message);

    /// <summary>False once it is a pipe or a socket whose other end is closed.</summary>
    public bool HasReader
    {
        get
        {
            var state = new PollDescriptor { Descriptor = descriptor };
            return !_lost && (Poll(ref state, 1, timeout: 0) <= 0 || (state.Returned & (ErrorCondition | HangUp)) == 0);
        }
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens those of the three standard descriptors that whoever started the program closed: the next file that is opened would
    /// get the number, and the output.</summary>
    public static void OpenClosed()
    {
        for (var number = 0; number <= 2; number++)
        {
            if (Control(number, GetFlags, 0) < 0)
                _ = Open("/dev/null", ReadAndWrite);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty && !_lost)
        {
            var written = Write(descriptor, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == TryAgain)
                WaitUntilWritable();
            else if (error != Interrupted)
                Lose(error);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Lose(int error)
    {
        _lost = true;
        // Nobody reads any more: that is no trouble.
        if (error != BrokenPipe)
            OnLoss($"output can't be written: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    private void WaitUntilWritable()
    {
        var wanted = new PollDescriptor { Descriptor = descriptor, Events = Writable };
        _ = Poll(ref wanted, 1, Forever);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(int descriptor, ref byte buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
