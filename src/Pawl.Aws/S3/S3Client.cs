using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Pawl.Aws.S3.Google;

namespace Pawl.Aws.S3;

/// <summary>Makes clients of S3 and of what speaks its language.</summary>
internal static class S3Client
{
    public static AmazonS3Client Create(S3Place place)
    {
        var credentials = AwsConnections.Credentials();
        var config = AwsConnections.To(new AmazonS3Config(), place.At, new AwsHttp(connections => place.Dialect switch
        {
            S3Dialect.Amazon => connections,
            S3Dialect.Google => new GoogleRequests(connections, credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials()),
            _ => throw new ArgumentOutOfRangeException(nameof(place), place.Dialect, "no such dialect"),
        }));
        config.ForcePathStyle = place.At.Endpoint is not null;

        // The newer checksums are unknown to many servers; each body's SHA-256 is signed all the same.
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        return credentials is not null ? new AmazonS3Client(credentials, config) : new AmazonS3Client(config);
    }
}
