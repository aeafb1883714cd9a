using Pawl.Stores.Objects;

namespace Pawl.Aws.S3;

/// <summary>ETags as conditions want them: without quotes, which Ceph compares as part of the tag.</summary>
internal static class S3Tag
{
    public static ObjectTag Of(string etag) => new(etag.Trim('"'));
}
