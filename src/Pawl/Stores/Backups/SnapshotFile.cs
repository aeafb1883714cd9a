using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Pawl.Builds;

namespace Pawl.Stores.Backups;

/// <summary>A weekly snapshot's form: gzip over one event a line, and a last line that says how many there are. <c>zcat</c> shows it.</summary>
internal static class SnapshotFile
{
    private const string EndMark = "{\"end\":";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes events; only their compressed form is held in memory.</summary>
    /// <returns>Null when that becomes larger than an object may be.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>?> WriteAsync(BuildId id, IAsyncEnumerable<BuildEvent> events, long mostBytes, CancellationToken cancellationToken)
    {
        using var compressed = new MemoryStream();
        var count = 0L;
        using (var writer = new StreamWriter(new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true), Utf8))
        {
            writer.NewLine = "\n";
            await foreach (var happened in events.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteLineAsync(BuildJson.Write(happened).AsMemory(), cancellationToken).ConfigureAwait(false);
                count++;
                if (compressed.Length > mostBytes)
                    return null;
            }

            await writer.WriteLineAsync(End(id, count).AsMemory(), cancellationToken).ConfigureAwait(false);
        }

        return compressed.Length <= mostBytes ? compressed.ToArray() : null;
    }

    /// <summary>Reads the events, as they are asked for.</summary>
    /// <exception cref="InvalidDataException">It is damaged: cut off, changed, or another build's. Found at its end at the latest.</exception>
    public static IEnumerable<BuildEvent> Read(BuildId id, ReadOnlyMemory<byte> content)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(content.ToArray()), CompressionMode.Decompress), Utf8);
        var count = 0L;
        while (true)
        {
            var line = reader.ReadLine() ?? throw new InvalidDataException("it is cut off");
            if (line.StartsWith(EndMark, StringComparison.Ordinal))
            {
                if (line != End(id, count) || reader.ReadLine() is not null)
                    throw new InvalidDataException("its end doesn't fit what stands before it");
                yield break;
            }

            count++;
            yield return Parse(line);
        }
    }

    private static string End(BuildId id, long count) => string.Create(CultureInfo.InvariantCulture, $"{EndMark}\"{id}\",\"events\":{count}}}");

    private static BuildEvent Parse(string line)
    {
        try
        {
            return BuildJson.ReadEvent(line);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("an event in it can't be read", e);
        }
    }
}
