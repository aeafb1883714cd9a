using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pawl.Stores;

namespace Pawl.Sqlite.Encrypted;

/// <summary>Looks through a write-ahead log (https://sqlite.org/fileformat2.html, "The Write-Ahead Log") before SQLite does. SQLite takes the first
/// frame whose checksum is wrong for the end of the log, and forgets what follows without a word: right for what a crash left half written, wrong
/// for a byte that somebody changed.</summary>
internal static class LogCheck
{
    private const int HeaderLength = 32, FrameHeaderLength = 24, SaltLength = 8, ChecksumLength = 8;
    private const int LargestPage = 65_536;
    private const uint Magic = 0x377F0682;

    /// <summary>Refuses a log that is broken before its last change: that one a loss of power may have left half written, the ones before it were on
    /// the disk.</summary>
    /// <exception cref="StoreException">It is.</exception>
    public static void Require(string database)
    {
        // A writer may be at work: what is half written at the first look is whole at the second, or the log has begun anew.
        if (FindBreak(database) is { } found && FindBreak(database) == found)
            throw new StoreException(
                StoreFault.Corrupt,
                $"{database}-wal is damaged or was changed by somebody who hasn't the key; changes that were recorded would be lost without a word, so nothing was done: put both files aside, and restore a copy or go on from the mirror");
    }

    private static (long Offset, ulong Salt)? FindBreak(string database)
    {
        try
        {
            using var log = new FileStream(database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return FindBreak(log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is none, or SQLite finds out.
            return null;
        }
    }

    private static (long Offset, ulong Salt)? FindBreak(FileStream log)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (log.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
            return null;
        var checksum = new Checksum((BinaryPrimitives.ReadUInt32BigEndian(header) & 1) != 0);
        checksum.Add(header[..^ChecksumLength]);
        var page = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        if ((BinaryPrimitives.ReadUInt32BigEndian(header) & ~1u) != Magic || page is 0 or > LargestPage || !checksum.Is(header[^ChecksumLength..]))
            return (0, 0);
        var frame = new byte[FrameHeaderLength + page];
        var salt = header.Slice(16, SaltLength);
        (long Offset, ulong Salt)? broken = null;
        // After the break: a change that ends, and one more that begins, were written later than what is broken had to be on the disk.
        for (var ended = false; log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length;)
        {
            var ours = frame.AsSpan(8, SaltLength).SequenceEqual(salt);
            if (broken is null)
            {
                checksum.Add(frame.AsSpan(0, 8));
                checksum.Add(frame.AsSpan(FrameHeaderLength));
                if (!ours || !checksum.Is(frame.AsSpan(16, ChecksumLength)))
                    broken = (log.Position, BinaryPrimitives.ReadUInt64BigEndian(salt));
            }

            if (broken is null || !ours)
                continue;
            if (ended)
                return broken;
            ended = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0;
        }

        return null;
    }

    /// <summary>The running checksum of a log.</summary>
    private struct Checksum(bool bigEndian)
    {
        private uint _first, _second;

        public void Add(ReadOnlySpan<byte> content)
        {
            var words = MemoryMarshal.Cast<byte, uint>(content);
            var swap = bigEndian == BitConverter.IsLittleEndian;
            for (var i = 0; i + 1 < words.Length; i += 2)
            {
                _first = unchecked(_first + (swap ? BinaryPrimitives.ReverseEndianness(words[i]) : words[i]) + _second);
                _second = unchecked(_second + (swap ? BinaryPrimitives.ReverseEndianness(words[i + 1]) : words[i + 1]) + _first);
            }
        }

        public readonly bool Is(ReadOnlySpan<byte> stored) =>
            BinaryPrimitives.ReadUInt32BigEndian(stored) == _first && BinaryPrimitives.ReadUInt32BigEndian(stored[4..]) == _second;
    }
}
