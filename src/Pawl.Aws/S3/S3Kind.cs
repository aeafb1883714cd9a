using Pawl.Aws.S3.Google;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Aws.S3;

/// <summary>Builds in Amazon S3, and in servers that speak its language: Ceph, Google Cloud Storage.</summary>
public sealed class S3Kind : StoreKind
{
    /// <inheritdoc/>
    public override string Scheme => "s3";

    /// <inheritdoc/>
    public override string Form => "s3://BUCKET[/PREFIX][?endpoint=URL][&region=REGION][&dialect=google]";

    /// <inheritdoc/>
    public override IBuildStore Open(StoreUrl url, StoreContext context) => new ObjectBuildStore(S3Objects.Open(url), context);

    /// <inheritdoc/>
    public override IObjectStore OpenObjects(StoreUrl url) => S3Objects.Open(url);

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<string>> CreateAsync(StoreUrl url, StoreContext context, CancellationToken cancellationToken)
    {
        var place = S3Place.Read(url);
        using var client = S3Client.Create(place);
        var calls = new AwsCalls(new AwsFaults(url.ToString(), $"the bucket {place.Bucket}"));
        return await new S3Setup(client, place, calls).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override string Policy(StoreUrl url, StoreRole role)
    {
        var place = S3Place.Read(url);
        return place.Dialect switch
        {
            S3Dialect.Amazon => S3Policy.Write(place, role),
            S3Dialect.Google => GooglePolicy.Write(role),
            _ => throw new ArgumentOutOfRangeException(nameof(url), place.Dialect, "no such dialect"),
        };
    }
}
