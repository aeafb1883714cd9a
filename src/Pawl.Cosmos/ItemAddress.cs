namespace Pawl.Cosmos;

/// <summary>Where the item of a key stands: <c>aws/web-1/history/0000000001.json</c> is <c>aws:history:0000000001.json</c> in the partition
/// <c>web-1</c>, so that a build is one partition; what begins with <c>.pawl/</c> is in a partition of that name, which no build can have.</summary>
/// <param name="Partition">The value of <c>buildId</c>.</param>
/// <param name="Id">The item's id in the partition.</param>
internal readonly record struct ItemAddress(string Partition, string Id)
{
    private const string OwnPartition = ".pawl";
    private const string OtherPartition = ".";

    /// <summary>The address of a key.</summary>
    /// <exception cref="ArgumentException">The key has a character that ids can't have, or that stands for another one in them.</exception>
    public static ItemAddress Of(string key)
    {
        if (key.IndexOfAny([':', '\\', '?', '#']) >= 0)
            throw new ArgumentException($"the key {key} has one of : \\ ? # in it", nameof(key));
        if (PartitionOf(key) is not { } partition)
            return new ItemAddress(OtherPartition, key.Replace('/', ':'));
        var rest = partition == OwnPartition ? key[(OwnPartition.Length + 1)..] : $"{key[..key.IndexOf('/', StringComparison.Ordinal)]}{key[(key.IndexOf('/', StringComparison.Ordinal) + 1 + partition.Length)..]}";
        return new ItemAddress(partition, rest.Replace('/', ':'));
    }

    /// <summary>The one partition that all keys with a prefix are in; null when there may be several.</summary>
    public static string? PartitionOf(string prefix) => prefix.Split('/', 3) switch
    {
        [OwnPartition, _, ..] => OwnPartition,
        [_, { Length: > 0 } build, _] => build,
        _ => null,
    };
}
