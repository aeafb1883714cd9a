using Pawl.Stores;

namespace Pawl.Aws.S3;

/// <summary>The least rights that a role needs on a bucket.</summary>
internal static class S3Policy
{
    // What is written once and never changed: the histories, the keys of sealed builds, the anchors.
    private static readonly string[] WrittenOnce = ["*/history/*", ".pawl/keys/*", ".pawl/anchors/*"];

    // What passes: the probe of a new store, alerts that were sent.
    private static readonly string[] Passing = [".pawl/probe-*", ".pawl/alerts/*"];

    public static string Write(S3Place place, StoreRole role)
    {
        var bucket = $"arn:{IamPolicy.Partition(place.At.Region)}:s3:::{place.Bucket}";
        var below = $"{bucket}/{place.Prefix}";
        var reads = new IamStatement("ReadBuilds", ["s3:GetObject"], [$"{below}*"]);

        // The condition lets what names no prefix pass: whether an absent object is told as absent or as forbidden hangs on this right too.
        var lists = new IamStatement("ListBuilds", ["s3:ListBucket"], [bucket])
        {
            Prefixes = place.Prefix.Length > 0 ? [$"{place.Prefix}*"] : [],
        };
        var appends = new IamStatement("AppendToBuilds", ["s3:PutObject"], [$"{below}*"]);
        var cleansUp = new IamStatement("CleanUp", ["s3:DeleteObject"], [.. Passing.Select(keys => below + keys)]);
        return IamPolicy.Write(role switch
        {
            StoreRole.Reader => [reads, lists],
            StoreRole.Worker => [reads, lists, appends, cleansUp, .. Keeps(place, below)],
            StoreRole.Administrator => [reads, lists, appends, new IamStatement("Erase", ["s3:DeleteObject"], [$"{below}*"]), SetsUp(bucket)],
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no such role"),
        });
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html: only Amazon knows this key, and to a server that
    // doesn't, each put would lack it.
    private static IEnumerable<IamStatement> Keeps(S3Place place, string below) => place.At.Endpoint is not null
        ? []
        : [new IamStatement("KeepWhatIsRecorded", ["s3:PutObject"], [.. WrittenOnce.Select(keys => below + keys)]) { Effect = IamEffect.Deny, Without = "s3:if-none-match" }];

    private static IamStatement SetsUp(string bucket) => new(
        "SetUp",
        [
            "s3:CreateBucket", "s3:GetBucketVersioning", "s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration",
            "s3:PutBucketPublicAccessBlock",
        ],
        [bucket]);
}
