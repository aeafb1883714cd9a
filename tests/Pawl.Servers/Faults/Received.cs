using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Pawl.Servers.Faults;

/// <summary>A request as it came to a proxy, whole, so that it can be forwarded as often as wanted.</summary>
/// <param name="Method">Such as PUT.</param>
/// <param name="Target">Path and query, byte for byte.</param>
/// <param name="Host">The Host header.</param>
/// <param name="Headers">The other headers.</param>
/// <param name="Body">The body, or a body of no bytes where the request named one.</param>
internal sealed record Received(
    string Method, string Target, string Host, IReadOnlyList<KeyValuePair<string, StringValues>> Headers, ReadOnlyMemory<byte>? Body)
{
    public string Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value.ToString();

    public static async Task<Received> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        ReadOnlyMemory<byte>? body = buffer.Length > 0 || request.ContentLength is not null ? buffer.ToArray() : null;
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return new Received(request.Method, target, request.Host.Value ?? "", [.. request.Headers.Where(header => !ConnectionHeaders.Has(header.Key))], body);
    }
}
