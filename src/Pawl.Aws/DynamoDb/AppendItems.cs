using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>What one append writes: the head, the new events, and the metadata if it changed, in one transaction.</summary>
internal static class AppendItems
{
    // Limits of TransactWriteItems: 100 items and 4 MB.
    private const int MostBytes = 4_000_000, MostItems = 100;

    // An item may have 409,600 bytes, names and small values included.
    private const int MostEventBytes = 405_000, MostSnapshotBytes = 390_000;

    // Beside the texts that are counted: names, keys, the small values.
    private const int Overhead = 4_000;

    private const int EventBytes = 300_000;
    private const int MetadataCharacters = 100_000;

    /// <summary>The items of a change.</summary>
    /// <exception cref="StoreException">It is larger than the service allows.</exception>
    public static List<TransactWriteItem> Of(Table table, Change change)
    {
        var id = change.Before.Id;
        var snapshot = BuildJson.WriteSnapshot(change.After);
        var events = change.Events.Select(BuildJson.Write).ToList();
        var metadata = ReferenceEquals(change.Before.Metadata, change.After.Metadata) ? null : Parts(BuildJson.WriteMetadata(change.After.Metadata));
        Require(table, id, "its state", Bytes(snapshot), MostSnapshotBytes);
        foreach (var happened in events)
            Require(table, id, "one of its events", Bytes(happened), MostEventBytes);
        var bytes = Overhead + Bytes(snapshot) + events.Sum(Bytes) + (metadata ?? []).Sum(Bytes);
        List<TransactWriteItem> items = [Head(table, change, snapshot, metadata), .. History(table, change, events), .. Metadata(table, change, metadata ?? [])];
        return bytes <= MostBytes && items.Count <= MostItems
            ? items
            : throw table.TooLarge(id, string.Create(CultureInfo.InvariantCulture, $"it has {bytes:N0} bytes in {items.Count} items, and one change may have {MostBytes:N0} in {MostItems}"));
    }

    private static TransactWriteItem Head(Table table, Change change, string snapshot, List<string>? metadata)
    {
        var expression = new Expression();
        var item = HeadItem.Write(change, snapshot);
        if (metadata is not null)
        {
            item[Names.MetadataVersion] = Table.Number(change.After.Version.Value);
            item[Names.MetadataItems] = Table.Number(metadata.Count);
        }

        var set = string.Join(", ", item.Select(pair => expression.Is(pair.Key, pair.Value)));
        var remove = change.After.Lease is null ? $" REMOVE {expression.Name(Names.LeaseToken)}, {expression.Name(Names.LeaseUntil)}" : "";

        // The version excludes other writers; the time when it began, a build of the same id that was made after this one was erased.
        var condition = change.Before.Exists
            ? $"{expression.Is(Names.Version, Table.Number(change.Before.Version.Value))} AND {expression.Is(Names.StartTime, Table.Text(UtcTime.Format(change.Before.StartTime)))}"
            : expression.NoItem();
        return new TransactWriteItem
        {
            Update = new Update
            {
                TableName = table.Name,
                Key = Table.Key(change.Before.Id, Table.Head),
                UpdateExpression = $"SET {set}{remove}",
                ConditionExpression = condition,
                ExpressionAttributeNames = expression.Attributes,
                ExpressionAttributeValues = expression.Values,
            },
        };
    }

    private static IEnumerable<TransactWriteItem> History(Table table, Change change, List<string> events)
    {
        for (var done = 0; done < events.Count; )
        {
            var bytes = 0;
            var piece = events.Skip(done).TakeWhile((text, i) => (bytes += Bytes(text)) <= EventBytes || i == 0).ToList();
            var item = Table.Key(change.Before.Id, Table.History(new BuildVersion(change.Before.Version.Value + done + 1)));
            item[Names.Events] = new AttributeValue { L = piece.ConvertAll(Table.Text) };
            var expression = new Expression();
            yield return new TransactWriteItem
            {
                Put = new Put
                {
                    TableName = table.Name, Item = item, ConditionExpression = expression.NoItem(), ExpressionAttributeNames = expression.Attributes,
                },
            };
            done += piece.Count;
        }
    }

    private static IEnumerable<TransactWriteItem> Metadata(Table table, Change change, List<string> parts) => parts.Select((part, number) =>
    {
        var item = Table.Key(change.Before.Id, Table.Metadata(number));
        item[Names.MetadataVersion] = Table.Number(change.After.Version.Value);
        item[Names.Part] = Table.Text(part);
        return new TransactWriteItem { Put = new Put { TableName = table.Name, Item = item } };
    });

    // JSON as Pawl writes it is ASCII, so a character is a byte and is cut nowhere.
    private static List<string> Parts(string json) => [.. json.Chunk(MetadataCharacters).Select(part => new string(part))];

    private static void Require(Table table, BuildId id, string what, int bytes, int most)
    {
        if (bytes > most)
            throw table.TooLarge(id, string.Create(CultureInfo.InvariantCulture, $"{what} has {bytes:N0} bytes, and one may have {most:N0}"));
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
