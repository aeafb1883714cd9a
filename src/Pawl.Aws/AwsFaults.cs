using System.Net;
using Amazon.Runtime;
using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Aws;

/// <summary>What a service's errors mean for a store, and what to do about them.</summary>
/// <param name="location">The store, for people.</param>
/// <param name="place">What it is at the service: <c>the bucket builds</c>.</param>
/// <param name="kind">What it is to Pawl.</param>
internal sealed class AwsFaults(string location, string place, string kind = "store")
{
    /// <summary>The service answered with an error, also after all retries.</summary>
    /// <param name="e">The error.</param>
    /// <param name="right">The right that the call needs, for people.</param>
    public StoreException Answered(AmazonServiceException e, string right = "this") => e.ErrorCode switch
    {
        "NoSuchBucket" or "ResourceNotFoundException" => Missing(e),
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => Fault(
            StoreFault.Unreachable, e, $"{place} is in another region; say which with ?region="),
        "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" => Fault(
            StoreFault.Denied, e, "the credentials have expired; get new ones"),
        "RequestTimeTooSkewed" or "RequestExpired" => Fault(StoreFault.Denied, e, "this machine's clock is wrong; set it"),
        "QuotaExceeded" or "EntityTooLarge" => Fault(StoreFault.Full, e, "there is no room; free some or have the quota raised"),
        "ItemCollectionSizeLimitExceededException" => Fault(StoreFault.Full, e, "the build is larger than the service allows"),
        _ when Throttles(e) => Fault(StoreFault.Busy, e, "it is busy and goes on refusing requests; try again later, or have its limits raised"),
        _ when Refuses(e) => Fault(
            StoreFault.Denied, e, $"the credentials are wrong, or they don't allow {right}; `pawl {kind} policy {location}` prints what is needed"),
        _ when (int)e.StatusCode == 501 => Fault(StoreFault.Unsuitable, e, "it can't do what Pawl needs; use another server"),
        _ when (int)e.StatusCode is >= 400 and < 500 => Fault(StoreFault.Unsuitable, e, "it doesn't take this request; is it the right server?"),
        _ => Fault(StoreFault.Unreachable, e, "it fails; try again later"),
    };

    /// <summary>The client itself gave up: no credentials, no region, an answer that can't be right.</summary>
    public StoreException GaveUp(AmazonClientException e) => Innermost(e) switch
    {
        HttpRequestException or IOException => Unanswered(e, Innermost(e).Message),
        _ when e.Message.Contains("RegionEndpoint", StringComparison.Ordinal) => Fault(
            StoreFault.Unreachable, e, "no region is known; add ?region= to the URL or set AWS_REGION"),
        _ when !e.Message.Contains("credential", StringComparison.OrdinalIgnoreCase) && !e.Message.Contains("profile", StringComparison.OrdinalIgnoreCase) => Fault(
            StoreFault.Unreachable, e, "it fails; try again later"),
        _ => Fault(
            StoreFault.Denied,
            e,
            "there are no credentials that work; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or give the machine a role"),
    };

    /// <summary>No answer came.</summary>
    public StoreException Unanswered(Exception e, string why) => new(
        StoreFault.Unreachable, $"the {kind} {location} can't be reached: {Redactor.Standard.Redact(why)}; look at the network and at the endpoint", e);

    /// <summary>The bucket or table isn't there.</summary>
    public StoreException Missing(Exception e) => new(
        StoreFault.Unreachable, $"the {kind} {location} isn't there: {place} doesn't exist; make it with `pawl store create {location}`", e);

    private static bool Throttles(AmazonServiceException e) =>
        e.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
        || e.ErrorCode is "SlowDown" or "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestLimitExceeded" or "TooManyRequestsException"
            or "ProvisionedThroughputExceededException" or "RequestThrottled" or "TransactionConflictException" or "TransactionInProgressException"
            or "LimitExceededException" or "TransactionCanceledException" or "ConditionalRequestConflict" or "OperationAborted";

    private static bool Refuses(AmazonServiceException e) =>
        e.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        || e.ErrorCode is "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidSignatureException" or "IncompleteSignature"
            or "MissingAuthenticationToken" or "MissingAuthenticationTokenException" or "AccessDeniedException" or "InvalidToken" or "InvalidAccessKeyId";

    private static string FirstLine(string text) => text.Trim().Split('\n', 2)[0].TrimEnd();

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    private StoreException Fault(StoreFault fault, Exception e, string mend)
    {
        var code = e is AmazonServiceException { ErrorCode: { Length: > 0 } given } ? $" ({given})" : "";
        return new(fault, $"the {kind} {location} can't be used: {mend}; it says: {Redactor.Standard.Redact(FirstLine(e.Message))}{code}", e);
    }
}
