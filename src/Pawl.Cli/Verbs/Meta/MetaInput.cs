using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs.Meta;

/// <summary>Metadata from a file or standard input: values that are long, of several lines, or not for a list of processes to show.</summary>
internal static class MetaInput
{
    private const string Option = "--file";
    private const int MaxBytes = 4 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole file as the value of one key, without its last line end.</summary>
    /// <exception cref="UsageException">The file can't be read, is too large, or isn't text.</exception>
    public static async ValueTask<KeyValue> ValueAsync(string key, string file, CancellationToken cancellationToken)
    {
        var text = await TextAsync(file, cancellationToken).ConfigureAwait(false);
        return new KeyValue(key, text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text);
    }

    /// <summary>A JSON object of keys and values, each value a text.</summary>
    /// <exception cref="UsageException">The same, or it isn't such an object.</exception>
    public static async ValueTask<ImmutableArray<KeyValue>> ObjectAsync(string file, CancellationToken cancellationToken)
    {
        var text = await TextAsync(file, cancellationToken).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw NoObject(file, "it holds something else");
            ImmutableArray<KeyValue> pairs = [.. json.RootElement.EnumerateObject().Select(property => Pair(file, property))];
            return pairs.CountBy(pair => pair.Key, StringComparer.Ordinal).FirstOrDefault(key => key.Value > 1).Key is { } twice
                ? throw NoObject(file, $"{Name(twice)} stands in it twice")
                : pairs;
        }
        catch (JsonException e)
        {
            throw NoObject(file, $"line {e.LineNumber + 1} isn't JSON");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which JSON can write and text can't hold.
            throw NoObject(file, "a \\u in it makes no character");
        }
    }

    private static KeyValue Pair(string file, JsonProperty property) => property.Value.ValueKind == JsonValueKind.String
        ? new KeyValue(property.Name, property.Value.GetString()!)
        : throw NoObject(file, $"the value of {Name(property.Name)} isn't a text");

    private static string Name(string key) => Ask.Shorten(Redactor.Standard.Redact(key));

    private static async ValueTask<string> TextAsync(string file, CancellationToken cancellationToken)
    {
        var bytes = await InputFile.ReadAsync(Option, file, ReadAllAsync, cancellationToken).ConfigureAwait(false);
        if (bytes.Length > MaxBytes)
            throw new UsageException($"{Option} '{Ask.Shorten(file)}' has more than {MaxBytes} bytes; record large files with `pawl artifact add`");
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{Option} '{Ask.Shorten(file)}' isn't UTF-8 text; record other files with `pawl artifact add`");
        }
    }

    private static async ValueTask<byte[]> ReadAllAsync(Stream input, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes + 1];
        var length = await input.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return buffer[..length];
    }

    private static UsageException NoObject(string file, string why) => new(
        $"{Option} '{Ask.Shorten(file)}' without a KEY must be a JSON object whose values are texts, and {why}");
}
