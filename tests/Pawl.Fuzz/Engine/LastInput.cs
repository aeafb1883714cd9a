using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace Pawl.Fuzz.Engine;

/// <summary>The input that is being tried, in a file that outlives the process: a stack that overflows leaves no time to write one.</summary>
internal sealed unsafe class LastInput : IDisposable
{
    private const int Capacity = 1 << 20;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _bytes;

    public LastInput(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, mapName: null, Capacity + sizeof(int));
        _view = _file.CreateViewAccessor();
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _bytes);
    }

    /// <summary>Keeps an input; of a long one the beginning.</summary>
    public void Keep(ReadOnlySpan<byte> input)
    {
        var kept = input[..Math.Min(input.Length, Capacity)];
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(_bytes, sizeof(int)), kept.Length);
        kept.CopyTo(new Span<byte>(_bytes + sizeof(int), Capacity));
    }

    /// <summary>The input that a process kept last; empty when it kept none.</summary>
    public static byte[] Read(string path)
    {
        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        return bytes.Length > sizeof(int) ? bytes.AsSpan(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(bytes)).ToArray() : [];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
