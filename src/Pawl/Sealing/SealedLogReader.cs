using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>Reads a sealed log line by line.</summary>
/// <param name="path">The file, for people.</param>
/// <param name="sealer">The build's keys.</param>
/// <param name="attempt">The versions of the attempt that it must be the log of.</param>
public sealed class SealedLogReader(string path, BuildSealer sealer, IReadOnlyList<AttemptSpan> attempt)
{
    /// <summary>True when the log has an end: nothing was cut off, and nobody writes to it any more. Known once it is read.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The lines.</summary>
    /// <exception cref="StoreException">A line isn't what was written there.</exception>
    public async IAsyncEnumerable<string> ReadAsync(TextReader file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var head = await file.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        if (head is null)
            yield break;
        using var cipher = new AesGcm(KeyOf(head), SealedLog.TagLength);
        for (long place = 0; await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line; place++)
        {
            var text = IsWhole ? null : Open(cipher, line, place);
            // The last line may be one that its writer was killed in.
            if (text is null && !IsWhole && file.Peek() < 0)
                yield break;
            if (text is null)
                throw Broken(place + 1);
            if (text.Length == 0)
                IsWhole = true;
            else
                yield return text[1..];
        }
    }

    // A line comes back after a mark, so that an empty one is no end.
    private static string? Open(AesGcm cipher, string line, long place)
    {
        if (!Base64Url.IsValid(line) || Base64Url.DecodeFromChars(line) is not { Length: >= SealedLog.TagLength } content)
            return null;
        foreach (var piece in (LogPiece[])[LogPiece.Line, LogPiece.End])
        {
            var plain = new byte[content.Length - SealedLog.TagLength];
            try
            {
                cipher.Decrypt(SealedLog.NonceOf(place, piece), content.AsSpan(0, plain.Length), content.AsSpan(plain.Length), plain);
                return piece == LogPiece.Line ? $":{Encoding.UTF8.GetString(plain)}" : "";
            }
            catch (AuthenticationTagMismatchException)
            {
                // Perhaps the end; else nothing that was written there.
            }
        }

        return null;
    }

    private byte[] KeyOf(string head)
    {
        if (!SealedLogHead.TryParse(head, out var begun))
            throw Broken(0);
        if (!attempt.Any(span => span.Holds(begun.Version)))
            throw new StoreException(StoreFault.Corrupt, $"{path} is another attempt's log: it was begun at version {begun.Version}, and by the history this attempt ran at another one; somebody put it there");
        return sealer.LogKey(begun.Version, begun.Salt)
            ?? throw new StoreException(StoreFault.WrongKey, $"{path} can't be read any more: what was recorded with it was erased");
    }

    private StoreException Broken(long number) => new(
        StoreFault.Corrupt, $"{path}, line {number + 1}: it isn't what was written there: it was changed, taken out or moved, or belongs to another build's log");
}
