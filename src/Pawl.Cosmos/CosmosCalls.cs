using System.Net;
using Azure.Identity;
using Microsoft.Azure.Cosmos;

namespace Pawl.Cosmos;

/// <summary>Makes requests that end in bounded time, with the service's answer or a <see cref="Stores.StoreException"/>. The SDK repeats throttled
/// requests by itself; server errors and cut connections it mostly doesn't, so they are repeated here: every write of Pawl's is conditional,
/// and one that was done already is refused the second time.</summary>
internal sealed class CosmosCalls(CosmosFaults faults)
{
    private const int Retries = 4;

    // Over all retries: a server that accepts connections and says nothing must not hold a build up for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.2);

    /// <summary>Makes a request and repeats it within the bounds while the service is in trouble.</summary>
    public async ValueTask<ResponseMessage> SendAsync(Func<CancellationToken, Task<ResponseMessage>> request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            for (var retry = 0; ; retry++)
            {
                if (await TryAsync(request, retry < Retries ? Tries.More : Tries.Last, deadline.Token).ConfigureAwait(false) is { } answer)
                    return answer;
                var pause = FirstPause * Math.Pow(2, retry);
                await Task.Delay(pause + (pause * Random.Shared.NextDouble()), deadline.Token).ConfigureAwait(false);
            }
        }
        catch (CosmosException e)
        {
            throw faults.Thrown(e);
        }
        catch (AuthenticationFailedException e)
        {
            throw faults.NotSigned(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw faults.NotAnswered(e, "no answer came in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw faults.NotAnswered(e, "the connection failed");
        }
    }

    private static async Task<ResponseMessage?> TryAsync(Func<CancellationToken, Task<ResponseMessage>> request, Tries tries, CancellationToken cancellationToken)
    {
        try
        {
            // The SDK doesn't look at the token while it starts.
            var answer = await request(cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (tries == Tries.Last || !IsTrouble(answer.StatusCode))
                return answer;
            answer.Dispose();
            return null;
        }
        catch (CosmosException e) when (tries == Tries.More && IsTrouble(e.StatusCode))
        {
            return null;
        }
        catch (Exception e) when (tries == Tries.More && (e is HttpRequestException or IOException))
        {
            return null;
        }
    }

    // Throttling has been waited for by the SDK when it gets here.
    private static bool IsTrouble(HttpStatusCode status) =>
        status is >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.Gone or (HttpStatusCode)449;

    private enum Tries
    {
        More,
        Last,
    }
}
