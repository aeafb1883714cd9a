using System.Text;

namespace Pawl.Cli.Verbs;

/// <summary>Reads the end of an error log of any size and content.</summary>
internal static class ErrorInput
{
    private const int MaxBytes = 262_144;

    /// <summary>The last part of a file, or of standard input for <c>-</c>. Invalid UTF-8 becomes U+FFFD.</summary>
    /// <param name="what">What names the file, for messages.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">The file can't be read.</exception>
    public static ValueTask<string> ReadAsync(string what, string file, CancellationToken cancellationToken) =>
        InputFile.ReadAsync(what, file, ReadEndAsync, cancellationToken);

    private static async ValueTask<string> ReadEndAsync(Stream input, CancellationToken cancellationToken)
    {
        if (input.CanSeek && input.Length > MaxBytes)
            input.Seek(-MaxBytes, SeekOrigin.End);
        // Two buffers' worth at most: when full, the older half goes.
        var buffer = new byte[2 * MaxBytes];
        var filled = 0;
        int read;
        while ((read = await input.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false)) > 0)
        {
            filled += read;
            if (filled < buffer.Length)
                continue;
            buffer.AsSpan(MaxBytes).CopyTo(buffer);
            filled = MaxBytes;
        }

        return Encoding.UTF8.GetString(buffer, 0, filled);
    }
}
