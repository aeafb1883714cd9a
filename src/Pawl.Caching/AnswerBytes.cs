using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Caching;

/// <summary>An answer as bytes: a head with its origin and version, which stays in this process, and a body, which goes to Redis.</summary>
internal static class AnswerBytes
{
    private const int GenerationAt = 16, VersionAt = 32, HeadLength = 40;
    private const byte BuildMark = (byte)'B', FleetMark = (byte)'F';

    public static byte[] Write(CachedAnswer answer) => answer switch
    {
        CachedAnswer.Build build => Write(answer, BuildMark, BuildJson.WriteMetadata(build.State.Metadata), BuildJson.WriteSnapshot(build.State)),
        CachedAnswer.Fleet fleet => Write(answer, FleetMark, "", BuildJson.WriteSummaries(fleet.Builds)),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "no such answer"),
    };

    /// <exception cref="JsonException">The body isn't an answer.</exception>
    public static CachedAnswer Read(byte[] bytes)
    {
        var origin = OriginOf(bytes);
        var body = bytes.AsSpan(HeadLength);
        if (body.Length < 5 || BinaryPrimitives.ReadUInt32LittleEndian(body[1..]) is var length && length > body.Length - 5)
            throw new JsonException("it is too short");
        var first = Encoding.UTF8.GetString(body.Slice(5, (int)length));
        var rest = Encoding.UTF8.GetString(body[(5 + (int)length)..]);
        return body[0] switch
        {
            BuildMark => new CachedAnswer.Build(origin, BuildJson.ReadSnapshot(rest, BuildJson.ReadMetadata(first))),
            FleetMark => new CachedAnswer.Fleet(origin, [.. BuildJson.ReadSummaries(rest)]),
            _ => throw new JsonException("it is of no known kind"),
        };
    }

    /// <summary>A body that came from Redis, with the head that belongs before it here.</summary>
    public static byte[] WithHead(long epoch, long since, ReadOnlySpan<byte> body)
    {
        var bytes = new byte[HeadLength + body.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, epoch);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), since);
        body.CopyTo(bytes.AsSpan(HeadLength));
        return bytes;
    }

    public static Origin OriginOf(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), new Guid(bytes.Slice(GenerationAt, 16)));

    public static BuildVersion VersionOf(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt64LittleEndian(bytes[VersionAt..]));

    public static ReadOnlyMemory<byte> BodyOf(byte[] bytes) => bytes.AsMemory(HeadLength);

    private static byte[] Write(CachedAnswer answer, byte mark, string first, string rest)
    {
        var firstLength = Encoding.UTF8.GetByteCount(first);
        var bytes = new byte[HeadLength + 5 + firstLength + Encoding.UTF8.GetByteCount(rest)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, answer.Origin.Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), answer.Origin.Since);
        answer.Origin.Generation.TryWriteBytes(bytes.AsSpan(GenerationAt));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(VersionAt), answer.Version.Value);
        bytes[HeadLength] = mark;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeadLength + 1), firstLength);
        Encoding.UTF8.GetBytes(first, bytes.AsSpan(HeadLength + 5));
        Encoding.UTF8.GetBytes(rest, bytes.AsSpan(HeadLength + 5 + firstLength));
        return bytes;
    }
}
