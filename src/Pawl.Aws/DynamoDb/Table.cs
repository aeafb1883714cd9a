using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>A table and the calls on it. A build's items: <c>head</c>, its metadata in <c>head.metadata#000</c> …, its events in
/// <c>history#0000000001</c> … (the number is the version that the item's first event makes).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Location">The store, for people.</param>
/// <param name="Client">The client.</param>
/// <param name="Calls">Bounds each call in time, and says what its errors mean.</param>
internal sealed record Table(string Name, string Location, IAmazonDynamoDB Client, AwsCalls Calls)
{
    public const string Head = "head";
    public const string MetadataPrefix = "head.metadata#";
    public const string HistoryPrefix = "history#";

    /// <summary>An item's key.</summary>
    public static Dictionary<string, AttributeValue> Key(BuildId id, string item) =>
        new() { [Names.BuildId] = Text(id.Value), [Names.Item] = Text(item) };

    public static string History(BuildVersion first) => string.Create(CultureInfo.InvariantCulture, $"{HistoryPrefix}{first.Value:D10}");

    public static string Metadata(int number) => string.Create(CultureInfo.InvariantCulture, $"{MetadataPrefix}{number:D3}");

    public static AttributeValue Text(string text) => new() { S = text };

    public static AttributeValue Number(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    /// <summary>What is read isn't what Pawl writes.</summary>
    public StoreException Corrupt(BuildId id, string what, Exception? cause = null) => new(
        StoreFault.Corrupt, $"the build {id} in {Location} is damaged: {what}; restore it from a backup", cause);

    /// <summary>A limit of the service.</summary>
    public StoreException TooLarge(BuildId id, string what) => new(
        StoreFault.Full, $"the change of build {id} can't be recorded in {Location}: {what}; keep large values in files and record them as artifacts");
}

/// <summary>The names of attributes.</summary>
internal static class Names
{
    public const string BuildId = "build_id";
    public const string Item = "item";
    public const string Format = "format";
    public const string Version = "version";
    public const string Snapshot = "snapshot";
    public const string Status = "status";
    public const string Provider = "provider";
    public const string ImageType = "image_type";
    public const string Pipeline = "pipeline";
    public const string Current = "current_state";
    public const string StartTime = "start_time";
    public const string LastUpdate = "last_update";
    public const string Error = "error_message";
    public const string LeaseToken = "lease_token";
    public const string LeaseUntil = "lease_until";
    public const string MetadataVersion = "metadata_version";
    public const string MetadataItems = "metadata_items";
    public const string Part = "part";
    public const string Events = "events";
    public const string Erased = "erased";
    public const string Content = "content";
    public const string Tag = "tag";

    /// <summary>The index of heads by status and time.</summary>
    public const string StatusIndex = "by_status";
}
