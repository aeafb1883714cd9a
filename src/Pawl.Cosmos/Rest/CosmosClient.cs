using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Pawl.Cosmos.Rest;

/// <summary>Makes requests that end in bounded time, with the service's answer or a <see cref="Stores.StoreException"/>.</summary>
internal sealed class CosmosClient : IDisposable
{
    // Of one try.
    private static readonly TimeSpan NetworkPatience = TimeSpan.FromSeconds(20);

    private readonly Uri _account;
    private readonly CosmosFaults _faults;
    private readonly HttpPipeline _pipeline;
    private readonly HttpClientTransport _transport;

    /// <summary>A client of an account. Asks nobody yet.</summary>
    /// <param name="account">The account's address.</param>
    /// <param name="signing">Signs each try.</param>
    /// <param name="transport">Carries the requests.</param>
    /// <param name="faults">Says what trouble means.</param>
    public CosmosClient(Uri account, HttpPipelinePolicy[] signing, HttpClientTransport transport, CosmosFaults faults)
    {
        var options = new Options
        {
            Transport = transport,
            RetryPolicy = new CosmosRetries(),
            Retry = { NetworkTimeout = NetworkPatience },
            Diagnostics = { IsLoggingEnabled = false, IsDistributedTracingEnabled = false, IsTelemetryEnabled = false },
        };
        (_account, _faults, _transport) = (account, faults, transport);
        _pipeline = HttpPipelineBuilder.Build(options, [], signing, new CosmosTrouble());
    }

    /// <summary>Makes a request, and repeats it within the bounds while the service is in trouble.</summary>
    public async ValueTask<CosmosAnswer> SendAsync(CosmosRequest request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(CosmosRetries.Patience);
        try
        {
            using var message = MessageOf(request);
            await _pipeline.SendAsync(message, deadline.Token).ConfigureAwait(false);
            return CosmosAnswer.Of(message.Response);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _faults.Failed(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private HttpMessage MessageOf(CosmosRequest request)
    {
        var message = _pipeline.CreateMessage();
        message.SetProperty(typeof(CosmosResource), request.Resource);
        message.Request.Method = request.Method;
        message.Request.Uri.Reset(_account);
        message.Request.Uri.AppendPath(request.Resource.Path, escape: false);
        message.Request.Headers.SetValue("Accept", "application/json");
        foreach (var (name, value) in request.Headers)
            message.Request.Headers.SetValue(name, value);
        if (!request.Body.IsEmpty)
            message.Request.Content = RequestContent.Create(request.Body);
        return message;
    }

    // Several tries end with all their exceptions in one.
    private static bool IsTrouble(Exception e) =>
        e is RequestFailedException or AuthenticationFailedException or HttpRequestException or IOException
            or OperationCanceledException or AggregateException;

    private sealed class Options : ClientOptions;
}
