using System.Buffers;
using System.Text.Json;

namespace Pawl.Stores;

/// <summary>JSON that is written to be turned into something else at once: in a buffer and with a writer that the thread keeps.</summary>
internal sealed class JsonScratch : IDisposable
{
    // What was very large, and rare, isn't kept.
    private const int MostKept = 1 << 16;

    [ThreadStatic]
    private static JsonScratch? _idle;

    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);
    private readonly Utf8JsonWriter _writer;

    private JsonScratch() => _writer = new Utf8JsonWriter(_buffer);

    /// <summary>Writes a value and makes of its UTF-8 what is needed.</summary>
    public static TResult Write<T, TResult>(T value, Action<Utf8JsonWriter, T> write, Func<ReadOnlySpan<byte>, TResult> use)
    {
        using var scratch = Take();
        write(scratch._writer, value);
        scratch._writer.Flush();
        return use(scratch._buffer.WrittenSpan);
    }

    /// <summary>Gives it back to the thread.</summary>
    public void Dispose()
    {
        _writer.Reset();
        _buffer.ResetWrittenCount();
        if (_buffer.Capacity <= MostKept)
            _idle = this;
        else
            _writer.Dispose();
    }

    // Who writes meanwhile, inside of a value, finds none there and makes another one.
    private static JsonScratch Take()
    {
        var scratch = _idle ?? new JsonScratch();
        _idle = null;
        return scratch;
    }
}
