using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Pawl.Aws.S3;

/// <summary>Makes a bucket ready for builds. Versioning is left as it is, off in a new bucket: Pawl keeps every event anyway, and some servers,
/// Ceph among them, take a conditional put on a versioned bucket without looking at its condition.</summary>
internal sealed class S3Setup(IAmazonS3 client, S3Place place, AwsCalls calls)
{
    private const string RuleId = "pawl-probe-leftovers";
    private const int LeftoverDays = 1;

    /// <summary>Makes what is missing, and says what there is.</summary>
    public async ValueTask<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var bucket = await calls.RunAsync(MakeBucketAsync, 0, cancellationToken).ConfigureAwait(false);
        return place.Dialect switch
        {
            S3Dialect.Amazon => [bucket, .. await SetAsync(cancellationToken).ConfigureAwait(false)],

            // An unknown part of a bucket is no error there: the request would be taken for another one.
            S3Dialect.Google => [bucket, "public access and lifecycle: not set; see to them with gcloud, as docs/stores/s3.md says"],
            _ => throw new InvalidOperationException($"no such dialect: {place.Dialect}"),
        };
    }

    private async ValueTask<IReadOnlyList<string>> SetAsync(CancellationToken cancellationToken) =>
    [
        await calls.RunAsync(BlockPublicAccessAsync, 0, cancellationToken).ConfigureAwait(false),
        await calls.RunAsync(TellVersioningAsync, 0, cancellationToken).ConfigureAwait(false),
        await calls.RunAsync(ExpireLeftoversAsync, 0, cancellationToken).ConfigureAwait(false),
    ];

    private async Task<string> MakeBucketAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.HeadBucketAsync(new HeadBucketRequest { BucketName = place.Bucket }, cancellationToken).ConfigureAwait(false);
            return $"bucket {place.Bucket}: there";
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            var request = new PutBucketRequest { BucketName = place.Bucket, UseClientRegion = place.At.Endpoint is null };
            await client.PutBucketAsync(request, cancellationToken).ConfigureAwait(false);
            return $"bucket {place.Bucket}: made";
        }
    }

    private Task<string> BlockPublicAccessAsync(CancellationToken cancellationToken) => IfKnownAsync("public access", async () =>
    {
        var all = new PublicAccessBlockConfiguration
        {
            // Ceph 16 refuses every put where public ACLs are refused, and takes every policy for a public one: none could give a worker its rights.
            BlockPublicAcls = place.At.Endpoint is null, BlockPublicPolicy = place.At.Endpoint is null, IgnorePublicAcls = true, RestrictPublicBuckets = true,
        };
        var request = new PutPublicAccessBlockRequest { BucketName = place.Bucket, PublicAccessBlockConfiguration = all };
        await client.PutPublicAccessBlockAsync(request, cancellationToken).ConfigureAwait(false);
        return "blocked";
    });

    private Task<string> TellVersioningAsync(CancellationToken cancellationToken) => IfKnownAsync("versioning", async () =>
    {
        var request = new GetBucketVersioningRequest { BucketName = place.Bucket };
        var answer = await client.GetBucketVersioningAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.VersioningConfig?.Status == VersionStatus.Enabled
            ? "on; Pawl has no use for it, and some servers ignore conditions then (that is tried before the first build is written)"
            : "off, as it should be";
    });

    private Task<string> ExpireLeftoversAsync(CancellationToken cancellationToken) => IfKnownAsync("lifecycle", async () =>
    {
        var rules = await RulesAsync(cancellationToken).ConfigureAwait(false);
        if (!rules.Exists(rule => rule.Id == RuleId))
        {
            rules.Add(new LifecycleRule
            {
                Id = RuleId,
                Status = LifecycleRuleStatus.Enabled,
                Filter = new LifecycleFilter { Prefix = $"{place.Prefix}.pawl/probe-" },
                Expiration = new LifecycleRuleExpiration { Days = LeftoverDays },
            });
            var request = new PutLifecycleConfigurationRequest
            {
                BucketName = place.Bucket, Configuration = new LifecycleConfiguration { Rules = rules },
            };
            await client.PutLifecycleConfigurationAsync(request, cancellationToken).ConfigureAwait(false);
        }

        return $"what is left of {place.Prefix}.pawl/probe- goes after {LeftoverDays} day";
    });

    private async Task<List<LifecycleRule>> RulesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetLifecycleConfigurationRequest { BucketName = place.Bucket };
            var answer = await client.GetLifecycleConfigurationAsync(request, cancellationToken).ConfigureAwait(false);
            return answer.Configuration?.Rules ?? [];
        }
        catch (AmazonS3Exception e) when (e.ErrorCode is "NoSuchLifecycleConfiguration")
        {
            return [];
        }
    }

    // What only some servers know is told, and no reason to give up.
    private static async Task<string> IfKnownAsync(string what, Func<Task<string>> call)
    {
        try
        {
            return $"{what}: {await call().ConfigureAwait(false)}";
        }
        catch (AmazonS3Exception e) when (
            e.StatusCode is HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed or HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            return $"{what}: not set, this server doesn't know it; see to it in its own way";
        }
    }
}
