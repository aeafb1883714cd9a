using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Pawl.Running.Processes;

/// <summary>A task as the guard gets it: through its control socket, so that neither the arguments of a process nor the environment
/// of the guard show anything of it.</summary>
/// <remarks>Bytes: mark, length of the rest (int32), time limit, grace and <see cref="AliveUntil"/> in milliseconds, the limit of open
/// files (int64 each, -1 for none), the number of arguments of the program that executes the task, of the task's and of its environment (int32 each); then those strings, the
/// working directory and the path of the program, each ended by a NUL. Numbers are little-endian.</remarks>
internal readonly struct TaskFrame
{
    /// <summary>Where the strings begin.</summary>
    internal const int StringsAt = 52;

    private const int HeadLength = 8;
    private const int LargestLength = 64 * 1024 * 1024;
    private static ReadOnlySpan<byte> Mark => "PWL1"u8;

    private TaskFrame(byte[] bytes) => Bytes = bytes;

    /// <summary>All of it.</summary>
    internal byte[] Bytes { get; }

    /// <summary>Milliseconds that the task may take, or -1.</summary>
    internal long Limit => BinaryPrimitives.ReadInt64LittleEndian(Bytes.AsSpan(8));

    /// <summary>Milliseconds from SIGTERM to SIGKILL.</summary>
    internal long Grace => BinaryPrimitives.ReadInt64LittleEndian(Bytes.AsSpan(16));

    /// <summary>When, by the clock that also runs while the machine sleeps, the task is killed unless it is kept alive until then; or -1.</summary>
    internal long AliveUntil => BinaryPrimitives.ReadInt64LittleEndian(Bytes.AsSpan(24));

    /// <summary>True once that time is over.</summary>
    internal bool HasLapsed => AliveUntil >= 0 && Libc.Milliseconds(Libc.ClockBootTime) >= AliveUntil;

    /// <summary>How many files the task may open, or -1.</summary>
    internal long OpenFiles => BinaryPrimitives.ReadInt64LittleEndian(Bytes.AsSpan(32));

    /// <summary>How many arguments, all but the last, the process that turns into the task gets.</summary>
    internal int ExecutorArgumentCount => BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(40));

    /// <summary>How many arguments the task has, its name among them.</summary>
    internal int ArgumentCount => BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(44));

    /// <summary>How many variables the task has.</summary>
    internal int EnvironmentCount => BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(48));

    /// <summary>Writes a task down. None of its strings may hold a NUL.</summary>
    /// <param name="spec">The task.</param>
    /// <param name="program">The path of its program.</param>
    /// <param name="executor">The arguments, all but the last, of the process that turns into the task.</param>
    internal static TaskFrame Write(TaskSpec spec, string program, IReadOnlyList<string> executor)
    {
        var bytes = new ArrayBufferWriter<byte>();
        bytes.Write(Mark);
        Put(bytes, 0);
        Put(bytes, spec.Timeout == Timeout.InfiniteTimeSpan ? -1 : (long)spec.Timeout.TotalMilliseconds);
        Put(bytes, (long)spec.KillAfter.TotalMilliseconds);
        Put(bytes, spec.AliveUntil.Milliseconds);
        Put(bytes, OpenFileLimit.BeforeThisRuntime);
        Put(bytes, executor.Count);
        Put(bytes, spec.Command.Length);
        Put(bytes, spec.Environment.Count);
        foreach (var argument in executor)
            Put(bytes, argument);
        foreach (var argument in spec.Command)
            Put(bytes, argument);
        foreach (var (name, value) in spec.Environment)
            Put(bytes, $"{name}={value}");
        Put(bytes, spec.WorkingDirectory);
        Put(bytes, program);

        var frame = bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), frame.Length - HeadLength);
        return new TaskFrame(frame);
    }

    /// <summary>Reads one from a descriptor; false when the other side is gone, or isn't what it should be.</summary>
    internal static bool TryRead(int descriptor, out TaskFrame frame)
    {
        frame = default;
        var head = new byte[HeadLength];
        if (!TryFill(descriptor, head, 0) || !head.AsSpan(0, 4).SequenceEqual(Mark))
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(4));
        if (length is < StringsAt - HeadLength or > LargestLength)
            return false;
        var bytes = new byte[HeadLength + length];
        head.CopyTo(bytes, 0);
        frame = new TaskFrame(bytes);
        return TryFill(descriptor, bytes, HeadLength);
    }

    /// <summary>The arguments, all but the last, of the process that turns into the task.</summary>
    internal List<string> ReadExecutorArguments()
    {
        var arguments = new List<string>();
        var rest = Bytes.AsSpan(StringsAt);
        while (arguments.Count < ExecutorArgumentCount)
        {
            var end = rest.IndexOf((byte)0);
            arguments.Add(Encoding.UTF8.GetString(rest[..end]));
            rest = rest[(end + 1)..];
        }

        return arguments;
    }

    private static unsafe bool TryFill(int descriptor, byte[] bytes, int from)
    {
        fixed (byte* first = bytes)
        {
            while (from < bytes.Length)
            {
                var count = NativeBytes.Read(descriptor, first + from, bytes.Length - from);
                if (count <= 0)
                    return false;
                from += count;
            }
        }

        return true;
    }

    private static void Put(ArrayBufferWriter<byte> bytes, string text)
    {
        Encoding.UTF8.GetBytes(text, bytes);
        bytes.GetSpan(1)[0] = 0;
        bytes.Advance(1);
    }

    private static void Put(ArrayBufferWriter<byte> bytes, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(sizeof(int)), number);
        bytes.Advance(sizeof(int));
    }

    private static void Put(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }
}
