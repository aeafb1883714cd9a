namespace Pawl.Servers.Processes;

/// <summary>Asks an HTTP or HTTPS server for anything: whatever status it answers, it is up.</summary>
internal static class HttpQuestion
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
#pragma warning disable CA5359 // The servers that tests start have self-signed certificates, and only whether they answer is asked.
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    });

    public static Func<CancellationToken, Task<bool>> AnswersAt(Uri address) => async cancellationToken =>
    {
        using var answer = await Client.GetAsync(address, cancellationToken);
        return true;
    };
}
