using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Pawl.Conformance.Aws.Google;

/// <summary>What Google's documents say of Cloud Storage's XML API, as far as Pawl depends on it: signatures by HMAC keys, no mixing of Amazon's
/// and Google's headers, conditions of writes by generation alone. It stands in for the service, which tests can't reach.</summary>
internal sealed class GoogleStorage : IAsyncDisposable
{
    private const int PageSize = 1_000;

    private readonly WebApplication _server;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (long Generation, byte[] Content)> _objects = new(StringComparer.Ordinal);
    private readonly GoogleSignature _signature;
    private long _generation = 1_700_000_000_000_000;

    private GoogleStorage(GoogleSignature signature)
    {
        _signature = signature;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public Uri Endpoint => new(_server.Urls.First());

    /// <summary>What was refused before it was looked at: signatures, headers.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public static async Task<GoogleStorage> StartAsync(string accessKey, string secretKey)
    {
        var storage = new GoogleStorage(new GoogleSignature(accessKey, secretKey));
        await storage._server.StartAsync(TestContext.Current.CancellationToken);
        return storage;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (_signature.Complaint(context.Request, body.ToArray()) is { } complaint)
        {
            Refused.Enqueue(complaint);
            await ErrorAsync(context, 403, "SignatureDoesNotMatch");
            return;
        }

        var key = WebUtility.UrlDecode(context.Request.Path.Value!.TrimStart('/'));
        await (context.Request.Method switch
        {
            "PUT" => PutAsync(context, key, body.ToArray()),
            "DELETE" => DeleteAsync(context, key),
            "GET" when key.TrimEnd('/').Contains('/', StringComparison.Ordinal) => GetAsync(context, key),
            "GET" => ListAsync(context, key.TrimEnd('/')),
            _ => ErrorAsync(context, 200, ""),
        });
    }

    private Task PutAsync(HttpContext context, string key, byte[] content)
    {
        long written;
        lock (_lock)
        {
            var there = _objects.TryGetValue(key, out var stored) ? stored.Generation : 0;
            if (context.Request.Headers.TryGetValue("x-goog-if-generation-match", out var match) && match != there.ToString(CultureInfo.InvariantCulture))
                return ErrorAsync(context, 412, "PreconditionFailed");
            written = ++_generation;
            _objects[key] = (written, content);
        }

        Head(context, written);
        return Task.CompletedTask;
    }

    private async Task GetAsync(HttpContext context, string key)
    {
        (long Generation, byte[] Content) stored;
        bool found;
        lock (_lock)
            found = _objects.TryGetValue(key, out stored);
        if (!found)
        {
            await ErrorAsync(context, 404, "NoSuchKey");
            return;
        }

        Head(context, stored.Generation);
        var content = stored.Content.AsMemory();
        if (context.Request.GetTypedHeaders().Range?.Ranges.Single() is { } range)
        {
            content = content[..(int)Math.Min(range.To!.Value + 1, content.Length)];
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes 0-{content.Length - 1}/{stored.Content.Length}";
        }

        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content);
    }

    private Task DeleteAsync(HttpContext context, string key)
    {
        bool found;
        lock (_lock)
            found = _objects.Remove(key);
        return ErrorAsync(context, found ? 204 : 404, found ? "" : "NoSuchKey");
    }

    private async Task ListAsync(HttpContext context, string bucket)
    {
        var query = context.Request.Query;
        var after = query["continuation-token"].FirstOrDefault() ?? query["start-after"].FirstOrDefault() ?? "";
        List<string> keys;
        lock (_lock)
            keys = [.. _objects.Keys.Select(k => k[(bucket.Length + 1)..]).Where(k => k.StartsWith(query["prefix"].ToString(), StringComparison.Ordinal) && string.CompareOrdinal(k, after) > 0).Take(PageSize + 1)];
        var more = keys.Count > PageSize;
        XNamespace s3 = "http://doc.s3.amazonaws.com/2006-03-01";
        var answer = new XElement(
            s3 + "ListBucketResult",
            new XElement(s3 + "Name", bucket),
            new XElement(s3 + "IsTruncated", more),
            more ? new XElement(s3 + "NextContinuationToken", keys[PageSize - 1]) : null,
            keys.Take(PageSize).Select(k => new XElement(s3 + "Contents", new XElement(s3 + "Key", k))));
        await context.Response.WriteAsync(answer.ToString());
    }

    private static void Head(HttpContext context, long generation)
    {
        context.Response.Headers["x-goog-generation"] = generation.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.ETag = "\"d41d8cd98f00b204e9800998ecf8427e\"";
    }

    private static Task ErrorAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        return status is 204 or 200 ? Task.CompletedTask : context.Response.WriteAsync($"<Error><Code>{code}</Code><Message>{code}</Message></Error>");
    }
}
