using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>Builds in a DynamoDB table. An append is one transaction, which holds only at the expected version.</summary>
public sealed class DynamoDbStore : IAuditableStore
{
    private readonly Lazy<Table> _table;
    private readonly RecentChanges _recent;

    private DynamoDbStore(DynamoDbPlace place, string location, TimeProvider time)
    {
        Location = location;
        _recent = new RecentChanges(time);
        _table = new Lazy<Table>(() => new Table(place.Table, location, place.Connect(), new AwsCalls(new AwsFaults(location, $"the table {place.Table}"))));
    }

    /// <inheritdoc/>
    public string Location { get; }

    private Table Table => _table.Value;

    /// <summary>Opens a table. Nothing is asked yet.</summary>
    /// <param name="url"><c>dynamodb://TABLE[?region=REGION][&amp;endpoint=URL]</c>.</param>
    /// <param name="context">The world around.</param>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static DynamoDbStore Open(StoreUrl url, StoreContext context) => new(DynamoDbPlace.Read(url), url.ToString(), context.Time);

    /// <inheritdoc/>
    public async ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken) =>
        new(await new BuildReader(Table).StateAsync(id, cancellationToken).ConfigureAwait(false) ?? BuildState.None(id));

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken)
    {
        var items = AppendItems.Of(Table, change);
        if (await Table.TrySendAsync(items, cancellationToken).ConfigureAwait(false)
            || await HoldsAsync(change, cancellationToken).ConfigureAwait(false)
            || (await FinishErasureAsync(change, cancellationToken).ConfigureAwait(false)
                && await Table.TrySendAsync(items, cancellationToken).ConfigureAwait(false)))
        {
            _recent.Appended(change);
            return AppendResult.Appended;
        }

        return AppendResult.Conflict;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildEvent> ReadHistoryAsync(
        BuildId id, BuildVersion after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await new BuildReader(Table).HeadAsync(id, cancellationToken).ConfigureAwait(false) is not { } head)
            yield break;
        await foreach (var happened in new HistoryReader(Table).ReadAsync(id, after, head.Version, cancellationToken).ConfigureAwait(false))
            yield return happened;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var expression = new Expression();
        var request = new UpdateItemRequest
        {
            TableName = Table.Name,
            Key = Table.Key(id, Table.Head),
            UpdateExpression = $"SET {expression.Is(Names.LeaseUntil, Table.Text(UtcTime.Format(until)))}",
            ConditionExpression = expression.Is(Names.LeaseToken, Table.Number(token)),
            ExpressionAttributeNames = expression.Attributes,
            ExpressionAttributeValues = expression.Values,
        };
        return Table.Calls.RunAsync(limit => TryUpdateAsync(request, limit), 0, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) =>
        new FleetList(Table, _recent).ReadAsync(query, cancellationToken).Take(query.Limit);

    /// <inheritdoc/>
    public async ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken)
    {
        var reader = new BuildReader(Table);
        var erasure = new Erasure(Table);
        if (await reader.HeadAsync(id, cancellationToken).ConfigureAwait(false) is not { } head)
            return true;
        var mark = head.Erased ?? Guid.NewGuid().ToString("N");
        if (head.Erased is null)
        {
            if (head.Version != version)
                return false;
            await erasure.RequireRightAsync(id, cancellationToken).ConfigureAwait(false);
            if (!await erasure.TryMarkAsync(head, mark, cancellationToken).ConfigureAwait(false)
                && await reader.HeadAsync(id, cancellationToken).ConfigureAwait(false) is { } now && now.Erased != mark)
                return now.Erased is not null;
            _recent.Erased(head, Table);
        }

        await erasure.FinishAsync(id, mark, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildId> ListIdsAsync(CancellationToken cancellationToken) => ListAsync(new BuildQuery(), cancellationToken).Select(build => build.Id);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> FindDifferencesAsync(BuildId id, CancellationToken cancellationToken) => new DynamoDbAudit(Table, id).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_table.IsValueCreated)
            Table.Client.Dispose();
        return ValueTask.CompletedTask;
    }

    // A refused change may be this very one, whose first answer was lost.
    private async ValueTask<bool> HoldsAsync(Change change, CancellationToken cancellationToken)
    {
        var head = await new BuildReader(Table).HeadAsync(change.Before.Id, cancellationToken).ConfigureAwait(false);
        if (head is null || head.Version < change.After.Version)
            return false;
        var there = new HistoryReader(Table).ReadAsync(change.Before.Id, change.Before.Version, change.After.Version, cancellationToken);
        return await there.Select(e => e.Id).SequenceEqualAsync(change.Events.Select(e => e.Id).ToAsyncEnumerable(), cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    // A build can't begin where an erasure stopped in the middle.
    private async ValueTask<bool> FinishErasureAsync(Change change, CancellationToken cancellationToken)
    {
        if (change.Before.Exists
            || await new BuildReader(Table).HeadAsync(change.Before.Id, cancellationToken).ConfigureAwait(false) is not { Erased: { } mark })
            return false;
        await new Erasure(Table).FinishAsync(change.Before.Id, mark, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> TryUpdateAsync(UpdateItemRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await Table.Client.UpdateItemAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }
}
