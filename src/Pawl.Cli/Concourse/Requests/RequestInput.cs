using System.Text.Json;

namespace Pawl.Cli.Concourse.Requests;

/// <summary>Reads the request that Concourse writes to standard input.</summary>
internal static class RequestInput
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxDepth = 32;

    /// <exception cref="RequestException">It is no JSON map.</exception>
    public static async ValueTask<RequestMap> ReadAsync(CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        var bytes = new byte[MaxBytes + 1];
        var length = await input.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (length > MaxBytes)
            throw new RequestException($"standard input has more than {MaxBytes} bytes, which is no request of Concourse's");
        if (bytes.AsSpan(0, length).Trim(" \t\r\n"u8).IsEmpty)
            throw new RequestException("standard input is empty; Concourse writes a request in JSON to it: {\"source\": {\"store\": \"…\"}}");
        try
        {
            var document = JsonDocument.Parse(bytes.AsMemory(0, length), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return RequestMap.Root(document.RootElement);
        }
        catch (JsonException e)
        {
            // Not the library's message: it may repeat what stands there.
            throw new RequestException($"standard input is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }
}
