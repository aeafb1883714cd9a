using System.Collections.Immutable;
using Pawl.Stores;

namespace Pawl.Running;

/// <summary>What is wrong in a task's output file.</summary>
/// <param name="Line">Counted from 1; 0 for the whole file.</param>
/// <param name="Message">What, and what to do. It never repeats a value.</param>
public sealed record OutputFault(int Line, string Message);

/// <summary>What a task left in its output file.</summary>
/// <param name="Values">Each key once with its last value, in the order in which the keys first came. Without the faulty ones.</param>
/// <param name="Faults">In the order of their lines.</param>
public sealed record OutputValues(ImmutableArray<KeyValuePair<string, string>> Values, ImmutableArray<OutputFault> Faults);

/// <summary>Reads the file that <c>PAWL_OUTPUT</c> names to a task. A line is <c>key=value</c>, or <c>key&lt;&lt;WORD</c> before a value of several
/// lines that a line with just WORD ends. Empty lines, and those that begin with <c>#</c>, say nothing. A carriage return at the end of
/// a line doesn't count.</summary>
public static class OutputFile
{
    /// <summary>Bytes of the whole file.</summary>
    public const int LargestFile = 1024 * 1024;

    /// <summary>Bytes of a value.</summary>
    public const int LargestValue = 64 * 1024;

    /// <summary>What a key may look like, for error messages.</summary>
    public const string KeyRule = "a letter or '_', then up to 127 letters, digits, '_', '.' or '-'";

    private const int LongestKey = 128;

    /// <summary>Reads a file; one that doesn't exist holds nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<OutputValues> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (FileKinds.Of(path) is var kind and (FileKind.Folder or FileKind.Special))
            return new OutputValues([], [new OutputFault(0, $"the task put {kind.ToText()} in place of its output file; let it write to the file that is there")]);
        var bytes = new byte[LargestFile + 1];
        int length;
        try
        {
            var stream = File.OpenRead(path);
            await using (stream.ConfigureAwait(false))
            {
                length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new OutputValues([], []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new OutputValues([], [new OutputFault(0, $"the output file can't be read: {e.Message}")]);
        }

        return Read(bytes.AsSpan(0, length));
    }

    /// <summary>Reads the content of a file.</summary>
    public static OutputValues Read(ReadOnlySpan<byte> content) => content.Length > LargestFile
        ? new OutputValues([], [new OutputFault(0, $"the output file has more than {LargestFile} bytes; put large things into files, and their paths here")])
        : new OutputReader(content).Read();

    internal static bool IsKey(string text)
    {
        if (text.Length is 0 or > LongestKey || !(char.IsAsciiLetter(text[0]) || text[0] == '_'))
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
                return false;
        }

        return true;
    }
}
