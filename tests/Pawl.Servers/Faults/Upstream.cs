namespace Pawl.Servers.Faults;

/// <summary>Forwards requests to the real server, as they came: the same target, headers, Host and body.</summary>
internal sealed class Upstream(Uri server) : IDisposable
{
    private static readonly UriCreationOptions AsItCame = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        // A kept connection that the server has closed in the meantime would be tried again by the handler: a request too many.
        PooledConnectionLifetime = TimeSpan.Zero,
#pragma warning disable CA5359 // The servers that tests start have self-signed certificates.
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    });

    /// <exception cref="HttpRequestException">The server doesn't answer.</exception>
    public async Task<Answer> SendAsync(Received request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(
            new HttpMethod(request.Method), new Uri(server.GetLeftPart(UriPartial.Authority) + request.Target, AsItCame));
        if (request.Body is { } body)
            message.Content = new ReadOnlyMemoryContent(body);
        message.Headers.Host = request.Host;
        foreach (var (name, values) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                message.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        using var response = await _client.SendAsync(message, cancellationToken);
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(header => !ConnectionHeaders.Has(header.Key))
            .Select(header => new KeyValuePair<string, string[]>(header.Key, [.. header.Value]));
        return new Answer((int)response.StatusCode, [.. headers], response.Content.Headers.ContentLength, content);
    }

    public void Dispose() => _client.Dispose();
}
