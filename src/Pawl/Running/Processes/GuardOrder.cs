using System.Buffers.Binary;

namespace Pawl.Running.Processes;

/// <summary>What a runner tells the guard of its task: a letter and a number.</summary>
internal static class GuardOrder
{
    /// <summary>Bytes of an order.</summary>
    internal const int Length = 9;

    /// <summary>SIGTERM to the tree, SIGKILL after the grace.</summary>
    internal const byte Stop = (byte)'T';

    /// <summary>SIGKILL to the tree at the time that is its number (<see cref="TaskDeadline"/>), unless this comes again before.</summary>
    internal const byte KeepAlive = (byte)'K';

    internal static byte[] Write(byte order, long number)
    {
        var bytes = new byte[Length];
        bytes[0] = order;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), number);
        return bytes;
    }

    internal static (byte Order, long Number) Read(ReadOnlySpan<byte> bytes) =>
        (bytes[0], BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]));
}
