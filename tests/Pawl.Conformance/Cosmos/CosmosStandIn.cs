using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using Pawl.Cosmos;
using Pawl.Cosmos.Rest;

namespace Pawl.Conformance.Cosmos;

/// <summary>Answers requests as a test says, without a network, and keeps what was asked.</summary>
internal sealed class CosmosStandIn(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    private static readonly byte[] Key = Convert.FromBase64String("bm8gc2VjcmV0");

    /// <summary>Where it stands.</summary>
    public static Uri Account { get; } = new("https://local.documents.azure.com/");

    /// <summary>What it is asked about.</summary>
    public static CosmosPlace Place { get; } = new("local", "db", "builds", null);

    /// <summary>What clients of it say about trouble.</summary>
    public static CosmosFaults Faults { get; } = new("cosmos://local/db/builds");

    /// <summary>The headers of all tries so far.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Asked { get; } = [];

    /// <summary>Gives one answer after the other, the last again and again.</summary>
    public static CosmosStandIn InTurn(params IEnumerable<Func<HttpResponseMessage>> answers)
    {
        var left = new Queue<Func<HttpResponseMessage>>(answers);
        return new CosmosStandIn(_ => (left.Count > 1 ? left.Dequeue() : left.Peek())());
    }

    /// <summary>An answer.</summary>
    public static HttpResponseMessage Answer(HttpStatusCode status, string body = "{}", params (string Name, string Value)[] headers)
    {
        var message = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    /// <summary>A client of it, by a key.</summary>
    public CosmosClient Client() => Client(CosmosSigning.ByKey(Key));

    /// <summary>A client of it.</summary>
    public CosmosClient Client(HttpPipelinePolicy[] signing) => new(Account, signing, new HttpClientTransport(this), Faults);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Asked.Enqueue(request.Headers.NonValidated.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        return Task.FromResult(answer(request));
    }
}
