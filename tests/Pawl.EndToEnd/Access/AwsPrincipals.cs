using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Pawl.EndToEnd.Access;

/// <summary>Users of servers that speak AWS's languages. An access key is a user's name.</summary>
internal abstract class AwsPrincipals : Principals
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..12];

    protected abstract string Secret { get; }

    protected string Bucket => $"builds-{_run}";

    protected string UserOf(string role) => role == "maker" ? Maker : $"{role}{_run}";

    protected virtual string Maker => "maker";

    public override bool IsRefusal(Exception e) => e is AmazonServiceException { ErrorCode: "AccessDenied" or "AccessDeniedException" };

    public override void Become(string role, Dictionary<string, string> variables)
    {
        variables["AWS_ACCESS_KEY_ID"] = UserOf(role);
        variables["AWS_SECRET_ACCESS_KEY"] = Secret;
        variables["AWS_REGION"] = "us-east-1";
    }

    protected BasicAWSCredentials Credentials(string role) => new(UserOf(role), Secret);

    protected AmazonS3Client S3(string role, Uri endpoint) => new(Credentials(role), new AmazonS3Config
    {
        ServiceURL = endpoint.ToString(),
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        MaxErrorRetry = 0,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    /// <summary>What no worker may do in a bucket, on every server.</summary>
    protected IEnumerable<(string What, Func<Task> Try)> ForbiddenInBucket(AmazonS3Client client, string prefix)
    {
        var history = $"{prefix}aws/web-1/history/0000000001.json";
        yield return ("delete an event", () => client.DeleteObjectAsync(Bucket, history));
        yield return ("delete a state", () => client.DeleteObjectAsync(Bucket, $"{prefix}aws/web-1/state.json"));
        yield return ("delete what says where a build is", () => client.DeleteObjectAsync(Bucket, $"{prefix}.pawl/builds/web-1.json"));
        yield return ("destroy a key", () => client.DeleteObjectAsync(Bucket, $"{prefix}.pawl/keys/web-1/x.json"));
        yield return ("delete an anchor", () => client.DeleteObjectAsync(Bucket, $"{prefix}.pawl/anchors/web-1/0000000001.json"));
        yield return ("read beside the prefix", () => client.GetObjectAsync(Bucket, "others/file"));
        yield return ("write beside the prefix", () => client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "others/file", ContentBody = "x" }));
        yield return ("list beside the prefix", () => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket, Prefix = "others/" }));
        yield return ("delete the bucket", () => client.DeleteBucketAsync(Bucket));
        yield return ("read another bucket", () => client.GetObjectAsync($"{Bucket}-2", "file"));
        yield return ("write another bucket", () => client.PutObjectAsync(new PutObjectRequest { BucketName = $"{Bucket}-2", Key = "file", ContentBody = "x" }));
    }
}
