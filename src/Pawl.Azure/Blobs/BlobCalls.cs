using Azure;
using Azure.Identity;

namespace Pawl.Azure.Blobs;

/// <summary>Makes calls that end in bounded time, with the service's answer or a <see cref="Stores.StoreException"/>.</summary>
internal sealed class BlobCalls(string location)
{
    // Over all retries: a server that accepts connections and says nothing must not hold a build up for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlobFaults _faults = new(location);

    /// <summary>Makes a call; some answers that the service calls errors are expected, and taken as they are.</summary>
    /// <param name="right">The right that it needs, for people.</param>
    /// <param name="call">The call.</param>
    /// <param name="isExpected">Which errors are answers.</param>
    /// <param name="expected">What such an error is taken for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<T> RunAsync<T>(
        string right, Func<CancellationToken, Task<T>> call, Func<RequestFailedException, bool> isExpected, T expected, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            return await call(deadline.Token).ConfigureAwait(false);
        }
        catch (RequestFailedException e)
        {
            return isExpected(e) ? expected : throw _faults.Answered(e, right);
        }
        catch (AuthenticationFailedException e)
        {
            throw _faults.NotSigned(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw _faults.NotAnswered(e, "no answer came in time");
        }
        catch (AggregateException e)
        {
            throw AfterRetries(e, right);
        }
        catch (IOException e)
        {
            throw _faults.NotAnswered(e, "the connection was cut");
        }
    }

    /// <summary>Makes a call of which every error is trouble.</summary>
    public ValueTask<T> RunAsync<T>(string right, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        RunAsync(right, call, _ => false, default!, cancellationToken);

    // The SDK gathers what each of its tries ended with.
    private Stores.StoreException AfterRetries(AggregateException e, string right) => e.InnerExceptions[^1] switch
    {
        RequestFailedException last => _faults.Answered(last, right),
        AuthenticationFailedException last => _faults.NotSigned(last),
        var last => _faults.NotAnswered(e, last is OperationCanceledException ? "its answers took too long" : last.GetType().Name),
    };
}
