using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Pawl.Aws.DynamoDb;

/// <summary>Sends what must happen whole or not at all.</summary>
internal static class Transactions
{
    // The client repeats requests that were throttled, but not a transaction that met another one.
    private const int Tries = 8;
    private const string Met = "TransactionConflict";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Sends a transaction.</summary>
    /// <returns>False when a condition doesn't hold; nothing was written. It may be that an earlier try wrote and its answer was lost.</returns>
    public static ValueTask<bool> TrySendAsync(this Table table, List<TransactWriteItem> items, CancellationToken cancellationToken) =>
        table.Calls.RunAsync(limit => SendAsync(table.Client, new TransactWriteItemsRequest { TransactItems = items }, limit), 0, cancellationToken);

    private static async Task<bool> SendAsync(IAmazonDynamoDB client, TransactWriteItemsRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.TransactWriteItemsAsync(request, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (TransactionCanceledException e) when (Says(e, "ConditionalCheckFailed"))
            {
                return false;
            }
            catch (TransactionCanceledException e) when (attempt < Tries && (Says(e, Met) || Says(e, "ThrottlingError") || Says(e, "ProvisionedThroughputExceeded")))
            {
                await Task.Delay(Pause * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble()), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool Says(TransactionCanceledException e, string reason) => e.CancellationReasons?.Exists(r => r.Code == reason) == true;
}
