using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pawl.Servers.Faults;

/// <summary>A whole answer, a server's or a proxy's own.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The headers, but those of the connection.</param>
/// <param name="Length">The length it names; a HEAD's answer names one without having a body.</param>
/// <param name="Body">The body.</param>
internal sealed record Answer(int Status, IReadOnlyList<KeyValuePair<string, string[]>> Headers, long? Length, ReadOnlyMemory<byte> Body)
{
    public static Answer Of(int status, string contentType, string body, params IEnumerable<(string Name, string Value)> headers)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new Answer(status, [new("Content-Type", [contentType]), .. headers.Select(header => new KeyValuePair<string, string[]>(header.Name, [header.Value]))],
            bytes.Length, bytes);
    }

    public async Task WriteAsync(HttpContext context)
    {
        WriteHead(context);
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(Body, context.RequestAborted);
    }

    /// <summary>Writes the head and half of the body; the server then closes the connection, since the length named is not reached.</summary>
    public async Task WriteHalfAsync(HttpContext context)
    {
        if (Body.Length < 2)
        {
            context.Abort();
            return;
        }
        WriteHead(context);
        await context.Response.Body.WriteAsync(Body[..(Body.Length / 2)], context.RequestAborted);
    }

    private void WriteHead(HttpContext context)
    {
        context.Response.StatusCode = Status;
        foreach (var (name, values) in Headers)
            context.Response.Headers[name] = values;
        context.Response.ContentLength = Body.Length > 0 ? Body.Length : Length;
    }
}
