using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Pawl.Builds;
using Pawl.Running;

namespace Pawl.Sealing;

/// <summary>Writes the log of a sealed build's attempt: a head, a sealed line a line, and an end. Each is sealed for its place, so that none can be
/// changed, taken out, put in or moved, and what is cut off shows.</summary>
internal sealed class SealedLog : IAttemptLog
{
    /// <summary>The bytes that make each log's key another one.</summary>
    public const int SaltLength = 16;

    /// <summary>The bytes after a line that prove it.</summary>
    public const int TagLength = 16;

    private readonly Stream _file;
    private readonly AesGcm _cipher;
    private long _number;

    private SealedLog(Stream file, byte[] key) => (_file, _cipher) = (file, new AesGcm(key, TagLength));

    /// <summary>Begins a log in an empty file.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public static async ValueTask<SealedLog> BeginAsync(Stream file, BuildSealer sealer, BuildVersion version)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var log = new SealedLog(file, sealer.LogKey(version, salt) ?? throw new InvalidOperationException($"the key of version {version} was destroyed"));
        await log.WriteAsync($"{new SealedLogHead(version, salt)}\n").ConfigureAwait(false);
        return log;
    }

    /// <summary>The nonce of a place: keys are never used again, so that counting is enough.</summary>
    public static byte[] NonceOf(long number, LogPiece piece)
    {
        var nonce = new byte[12];
        nonce[0] = (byte)piece;
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(4), number);
        return nonce;
    }

    public ValueTask WriteLineAsync(string line) => WriteAsync(line, LogPiece.Line);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await WriteAsync("", LogPiece.End).ConfigureAwait(false);
        }
        finally
        {
            _cipher.Dispose();
            await _file.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ValueTask WriteAsync(string text, LogPiece piece)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var content = new byte[plain.Length + TagLength];
        _cipher.Encrypt(NonceOf(_number++, piece), plain, content.AsSpan(0, plain.Length), content.AsSpan(plain.Length));
        return WriteAsync(Base64Url.EncodeToString(content) + "\n");
    }

    private async ValueTask WriteAsync(string text)
    {
        await _file.WriteAsync(Encoding.ASCII.GetBytes(text)).ConfigureAwait(false);
        await _file.FlushAsync().ConfigureAwait(false);
    }
}

/// <summary>A piece of a sealed log.</summary>
internal enum LogPiece : byte
{
    /// <summary>A line of the task.</summary>
    Line = 0,

    /// <summary>The end: what comes before it is all there was.</summary>
    End = 1,
}
