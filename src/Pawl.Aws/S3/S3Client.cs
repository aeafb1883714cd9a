using Amazon.Runtime;
using Amazon.S3;

namespace Pawl.Aws.S3;

/// <summary>Makes clients of S3 and of what speaks its language.</summary>
internal static class S3Client
{
    public static AmazonS3Client Create(S3Place place)
    {
        var config = AwsConnections.To(new AmazonS3Config(), place.At, new AwsHttp());
        config.ForcePathStyle = place.At.Endpoint is not null;

        // The newer checksums are unknown to many servers; each body's SHA-256 is signed all the same.
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        return AwsConnections.Credentials() is { } credentials ? new AmazonS3Client(credentials, config) : new AmazonS3Client(config);
    }
}
