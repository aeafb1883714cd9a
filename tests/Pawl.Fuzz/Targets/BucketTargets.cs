using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Stores.Backups;
using Pawl.Stores.Objects;

namespace Pawl.Fuzz.Targets;

/// <summary>Several objects that may be right one by one and not together, and the small ones that are read from where they are kept.</summary>
internal static class BucketTargets
{
    private static readonly string[] BackupWords = ["\"moments\":", "\"weekly\":", "\"lastPass\":", "\"lastWeek\":", "\"2026-W53\"", "\"30d\"", "\"9999w\""];
    private static readonly BuildKeys Keys = new(Label.Parse("aws"), BuildId.Parse("b1"));

    /// <summary>A build: its index, its <c>state.json</c> and its appends, with an empty line between them. It is found, listed and
    /// audited.</summary>
    public static Target Build { get; } = new("bucket", [.. JsonTargets.Words, "\n\n"], input => Promise.OrRefused<StoreException>(() =>
    {
        var objects = new Bucket(Split(input));
        var finder = new BuildFinder(objects, new KnownBuilds());
        for (var again = 0; again < 2; again++)
        {
            if (Wait(finder.FindAsync(Keys.Id, CancellationToken.None)) is { Build: { } build })
                _ = BuildSummary.Of(build.State);
        }

        _ = Wait(new ObjectAudit(objects, Keys).RunAsync(CancellationToken.None));
    }));

    /// <summary>A build's anchor.</summary>
    public static Target Anchor { get; } = new("anchor", [.. JsonTargets.Words, "\"key\":", "\"signature\":"], input => Promise.OrRefused<StoreException>(() =>
    {
        var place = new AnchorPlace(Holding(input, ".pawl/anchors/b1/0000000001.json"));
        var check = new AnchorCheck([.. Wait(place.ReadAsync(Keys.Id, CancellationToken.None).ToListAsync())], OperatorKey.Parse(KeyText.New()));
        foreach (var fault in check.Add(BuildState.None(Keys.Id) with { Version = new BuildVersion(1) }))
            _ = fault.ToString();
    }));

    /// <summary>What a backup remembers of itself.</summary>
    public static Target Backup { get; } = new("backup-records", BackupWords, input =>
    {
        var records = new BackupRecords(Holding(input, ".pawl/retention.json", ".pawl/backup.json"));
        Promise.OrRefused<StoreException>(() => Wait(records.ReadRetentionAsync(CancellationToken.None)));
        Promise.OrRefused<StoreException>(() => Wait(records.ReadMarkAsync(CancellationToken.None)));
    });

    private static Bucket Holding(byte[] content, params IEnumerable<string> keys) =>
        new(new SortedDictionary<string, byte[]>(keys.ToDictionary(key => key, _ => content), StringComparer.Ordinal));

    private static SortedDictionary<string, byte[]> Split(byte[] input)
    {
        var objects = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var rest = input.AsSpan();
        for (var number = 0; !rest.IsEmpty; number++)
        {
            var end = rest.IndexOf("\n\n"u8) is var at and >= 0 ? at : rest.Length;
            var key = number switch { 0 => BuildKeys.Index(Keys.Id), 1 => Keys.State, _ => Keys.History(new BuildVersion(number - 1)) };
            objects[key] = rest[..end].ToArray();
            rest = rest[Math.Min(end + 2, rest.Length)..];
        }

        return objects;
    }

    // Nothing here waits for anything: all is in memory.
    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();
}
