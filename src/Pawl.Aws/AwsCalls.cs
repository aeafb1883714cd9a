using System.Net.Sockets;
using Amazon.Runtime;
using Pawl.Stores;

namespace Pawl.Aws;

/// <summary>Makes calls of one store: each ends in bounded time, with an answer or with a <see cref="StoreException"/> that says what to do.</summary>
/// <param name="faults">What errors mean.</param>
internal sealed class AwsCalls(AwsFaults faults)
{
    /// <summary>How long a call may take with all its retries, beside the time that its bytes need.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A slow line still carries as much.
    private const double BytesASecond = 1_000_000;

    /// <summary>Makes a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="bytes">How much it carries.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="right">The right that it needs, for people, where the service's own answer names none: <c>s3:GetObject on web/state.json</c>.</param>
    public async ValueTask<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, long bytes, CancellationToken cancellationToken, string right = "this")
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience + TimeSpan.FromSeconds(bytes / BytesASecond));
        try
        {
            return await call(limit.Token).ConfigureAwait(false);
        }
        catch (AmazonServiceException e)
        {
            throw faults.Answered(e, right);
        }
        catch (AmazonClientException e)
        {
            throw faults.GaveUp(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw faults.Unanswered(e, "it doesn't answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            throw faults.Unanswered(e, e.Message);
        }
    }
}
