using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>Makes a table ready for builds: paid by request, with the index by status, and recoverable to any second of the last 35 days
/// where the service offers that.</summary>
internal sealed class TableSetup(Table table, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5), Pause = TimeSpan.FromSeconds(1);

    /// <summary>Makes what is missing, and says what there is.</summary>
    public async ValueTask<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var made = await table.Calls.RunAsync(TryCreateAsync, 0, cancellationToken).ConfigureAwait(false);
        var there = await WaitAsync(cancellationToken).ConfigureAwait(false);
        RequireShape(there);
        return
        [
            $"table {table.Name}: {(made ? "made" : "there")}",
            $"index {Names.StatusIndex}: there",
            $"recovery to a point in time: {await table.Calls.RunAsync(ProtectAsync, 0, cancellationToken).ConfigureAwait(false)}",
        ];
    }

    private async Task<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await table.Client.CreateTableAsync(Request(), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ResourceInUseException)
        {
            return false;
        }
    }

    private async ValueTask<TableDescription> WaitAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var answer = await table.Calls.RunAsync(limit => table.Client.DescribeTableAsync(table.Name, limit), 0, cancellationToken).ConfigureAwait(false);
            if (IsReady(answer.Table))
                return answer.Table;
            if (time.GetElapsedTime(begun) > Patience)
                throw new StoreException(StoreFault.Busy, $"the table {table.Name} isn't ready after {Patience.TotalMinutes:N0} minutes; run `pawl store create {table.Location}` again");
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsReady(TableDescription description) =>
        description.TableStatus == TableStatus.ACTIVE
        && (description.GlobalSecondaryIndexes ?? []).TrueForAll(index => index.IndexStatus == IndexStatus.ACTIVE);

    private void RequireShape(TableDescription description)
    {
        if (!HasKey(description.KeySchema, Names.BuildId, Names.Item)
            || description.GlobalSecondaryIndexes?.Exists(i => i.IndexName == Names.StatusIndex && HasKey(i.KeySchema, Names.Status, Names.LastUpdate)) != true)
        {
            throw new StoreException(
                StoreFault.Unsuitable,
                $"there is a table {table.Name} already, and it isn't one of Pawl's: its key must be {Names.BuildId}, {Names.Item}, and its index {Names.StatusIndex} {Names.Status}, {Names.LastUpdate}; choose another name");
        }
    }

    private async Task<string> ProtectAsync(CancellationToken cancellationToken)
    {
        var request = new UpdateContinuousBackupsRequest
        {
            TableName = table.Name,
            PointInTimeRecoverySpecification = new PointInTimeRecoverySpecification { PointInTimeRecoveryEnabled = true },
        };
        try
        {
            await table.Client.UpdateContinuousBackupsAsync(request, cancellationToken).ConfigureAwait(false);
            return "on";
        }
        catch (AmazonServiceException e) when (e.ErrorCode is "UnknownOperationException" or "ValidationException" or "NotImplemented")
        {
            return "not to be had here";
        }
        catch (ContinuousBackupsUnavailableException)
        {
            return $"not ready yet; run `pawl store create {table.Location}` again in some minutes";
        }
    }

    private CreateTableRequest Request() => new()
    {
        TableName = table.Name,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        KeySchema = Schema(Names.BuildId, Names.Item),
        AttributeDefinitions = [.. new[] { Names.BuildId, Names.Item, Names.Status, Names.LastUpdate }.Select(Definition)],
        GlobalSecondaryIndexes =
        [
            new GlobalSecondaryIndex
            {
                IndexName = Names.StatusIndex,
                KeySchema = Schema(Names.Status, Names.LastUpdate),
                Projection = new Projection { ProjectionType = ProjectionType.INCLUDE, NonKeyAttributes = [.. FleetRow.Projected] },
            },
        ],
    };

    private static List<KeySchemaElement> Schema(string hash, string range) => [new(hash, KeyType.HASH), new(range, KeyType.RANGE)];

    private static AttributeDefinition Definition(string name) => new(name, ScalarAttributeType.S);

    private static bool HasKey(List<KeySchemaElement>? schema, string hash, string range) =>
        schema?.Select(key => (key.AttributeName, key.KeyType)).ToHashSet().SetEquals([(hash, KeyType.HASH), (range, KeyType.RANGE)]) == true;
}
