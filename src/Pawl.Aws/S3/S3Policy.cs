using Pawl.Stores;

namespace Pawl.Aws.S3;

/// <summary>The least rights that a role needs on a bucket.</summary>
internal static class S3Policy
{
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
        return IamPolicy.Write(role switch
        {
            StoreRole.Reader => [reads, lists],
            StoreRole.Worker => [reads, lists, appends, new IamStatement("CleanUp", ["s3:DeleteObject"], [$"{below}*/lease/*", $"{below}.pawl/probe-*", $"{below}.pawl/alerts/*"])],
            StoreRole.Administrator => [reads, lists, appends, new IamStatement("Erase", ["s3:DeleteObject"], [$"{below}*"]), SetsUp(bucket)],
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no such role"),
        });
    }

    private static IamStatement SetsUp(string bucket) => new(
        "SetUp",
        [
            "s3:CreateBucket", "s3:GetBucketVersioning", "s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration",
            "s3:PutBucketPublicAccessBlock",
        ],
        [bucket]);
}
