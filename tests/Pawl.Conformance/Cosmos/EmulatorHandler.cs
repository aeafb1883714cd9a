using System.Net;
using System.Text;

namespace Pawl.Conformance.Cosmos;

/// <summary>Mends two faults of cosmosdb-server between the client and it: a missing item answers 500, and the account says that it has Session
/// consistency although its one process, in memory, is strongly consistent.</summary>
internal sealed class EmulatorHandler() : DelegatingHandler(TrustingHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method != HttpMethod.Get || !(path == "/" || path.Contains("/docs/", StringComparison.Ordinal)))
            return answer;
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode == HttpStatusCode.InternalServerError && text.Contains("Cannot read properties of undefined", StringComparison.Ordinal))
            answer.StatusCode = HttpStatusCode.NotFound;
        if (path == "/")
            answer.Content = new StringContent(Strong(text), Encoding.UTF8, "application/json");
        return answer;
    }

    private static string Strong(string account) =>
        account.Replace("\"defaultConsistencyLevel\":\"Session\"", "\"defaultConsistencyLevel\":\"Strong\"", StringComparison.Ordinal);

    // The emulator's certificate is its own.
    private static SocketsHttpHandler TrustingHandler() => new()
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    };
}
