using System.Buffers;
using System.Text;
using Pawl.Pipelines;

namespace Pawl.Yaml;

/// <summary>Finds where bytes stop being UTF-8.</summary>
internal static class Utf8Position
{
    /// <summary>The line and column of the first bytes that are no character.</summary>
    public static SourcePosition OfFirstFault(ReadOnlySpan<byte> bytes)
    {
        var (line, column) = (1, 1);
        while (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done)
        {
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + rune.Utf16SequenceLength);
            bytes = bytes[length..];
        }

        return new(line, column);
    }
}
