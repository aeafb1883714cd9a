using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Pawl.Cosmos.Rest;

/// <summary>How often a request is tried: throttled, up to nine times more, as the service says and within 20 s; in other trouble, up to four
/// times more with growing, jittered pauses.</summary>
internal sealed class CosmosRetries() : RetryPolicy(MostWhenThrottled, Pauses)
{
    /// <summary>Over all tries: a server that accepts connections and says nothing must not hold a build up for longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int MostWhenThrottled = 9;
    private const int MostInTrouble = 4;
    private const int Throttled = 429;

    private static readonly TimeSpan PatienceWhenThrottled = TimeSpan.FromSeconds(20);
    private static readonly CosmosPauses Pauses = new();

    /// <inheritdoc/>
    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) => MayRetry(message)
        ? base.ShouldRetryAsync(message, exception)
        : new ValueTask<bool>(false);

    private static bool MayRetry(HttpMessage message)
    {
        var context = message.ProcessingContext;
        if (!(message.HasResponse && message.Response.Status == Throttled))
            return context.RetryNumber < MostInTrouble;
        var pause = Pauses.GetNextDelay(message.Response, context.RetryNumber + 1);
        return DateTimeOffset.UtcNow - context.StartTime + pause < PatienceWhenThrottled;
    }

    /// <summary>Grows from a fifth of a second; throttled, from what the service says.</summary>
    private sealed class CosmosPauses() : DelayStrategy(TimeSpan.FromSeconds(4), jitterFactor: 0.4)
    {
        private static readonly TimeSpan First = TimeSpan.FromSeconds(0.2), FirstWhenThrottled = TimeSpan.FromSeconds(0.02);

        protected override TimeSpan GetNextDelayCore(Response? response, int retryNumber) =>
            (response?.Status == Throttled ? FirstWhenThrottled : First) * Math.Pow(2, retryNumber - 1);
    }
}
