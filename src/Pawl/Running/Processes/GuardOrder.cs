using System.Buffers.Binary;

namespace Pawl.Running.Processes;

/// <summary>What a runner tells the guard of its task: a letter and a number of milliseconds.</summary>
internal static class GuardOrder
{
    /// <summary>Bytes of an order.</summary>
    internal const int Length = 9;

    /// <summary>SIGTERM to the tree, SIGKILL after the grace.</summary>
    internal const byte Stop = (byte)'T';

    /// <summary>SIGKILL to the tree unless this comes again within the time.</summary>
    internal const byte KeepAlive = (byte)'K';

    internal static byte[] Write(byte order, long milliseconds)
    {
        var bytes = new byte[Length];
        bytes[0] = order;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), milliseconds);
        return bytes;
    }

    internal static (byte Order, long Milliseconds) Read(ReadOnlySpan<byte> bytes) =>
        (bytes[0], BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]));
}
