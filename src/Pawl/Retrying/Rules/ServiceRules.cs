using System.Text.RegularExpressions;

namespace Pawl.Retrying.Rules;

/// <summary>Clouds and registries that say: not now.</summary>
internal static partial class ServiceRules
{
    public static IReadOnlyList<BuiltInRule> All { get; } =
    [
        BuiltInRule.Transient("a service limits the rate of requests", RateLimits),
        BuiltInRule.Transient("temporary credentials ran out", Credentials),
        BuiltInRule.Transient("a cloud has no capacity at the moment", Capacity),
        BuiltInRule.Transient("another operation is in progress", InProgress),
    ];

    // AWS API error codes "Throttling" and "RequestLimitExceeded"; Azure "TooManyRequests", "...RequestsThrottled"; GCP
    // "rateLimitExceeded" and quotas per minute; Docker Hub "toomanyrequests:".
    [GeneratedRegex(
        """
        \bThrottl(ing|ed)(Exception|\b)|\bRequestLimitExceeded\b|\bRequestThrottled(Exception)?\b|RequestsThrottled\b
        |Too\ ?Many\ ?Requests|\bRate\ exceeded\b|\brate[\ _-]?limit(ing)?[\ _-]?(is\ |was\ |has\ been\ )?(exceeded|reached|hit)\b|RateLimitExceeded\b
        |secondary\ rate\ limit|pull\ rate\ limit|\bSlowDown\b|\bBandwidthLimitExceeded\b|\bPriorRequestNotComplete\b
        |\bProvisionedThroughputExceeded|RESOURCE_OPERATION_RATE_EXCEEDED|quota\ metric\ .{1,120}\ per\ (minute|second)|returned\ error:\ 429\b
        |\bHTTP\ ?Error\ 429\b|\bstatus(\ code)?:?\ 429\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex RateLimits { get; }

    [GeneratedRegex(
        """
        \bExpiredToken(Exception)?\b|\bRequestExpired\b|\bExpiredAuthenticationToken\b|\btoken\ (included\ in\ the\ request\ )?(has\ |is\ )expired
        |\bcredentials?\ (has|have|are|is)\ expired|\bsession\ (has\ )?expired|\bSignature\ expired\b|\bRequestTimeTooSkewed\b|\bAADSTS700024\b
        |failed\ to\ refresh\ cached\ credentials|error\ retrieving\ (metadata|credentials)|unable\ to\ retrieve\ .{0,20}credentials
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Credentials { get; }

    [GeneratedRegex(
        """
        \bInsufficient(Instance|Host|ReservedInstance|Volume|Address)?Capacity|\bInsufficientFreeAddressesInSubnet\b|capacity-not-available
        |no\ Spot\ capacity|Spot\ instance\ (was\ )?(terminated|interrupted|reclaimed)|\bAllocationFailed\b|\bOverconstrained(Zonal)?AllocationRequest\b
        |\bZonalAllocationFailed\b|RESOURCE_POOL_EXHAUSTED|does\ not\ have\ enough\ resources\ available|\bSTOCKOUT\b|\bSkuNotAvailable\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Capacity { get; }

    [GeneratedRegex(
        """
        \bAnotherOperationInProgress\b|\bRetryableError\b|\bOperationPreempted\b|\bConflictingOperationInProgress\b|Error\ acquiring\ the\ state\ lock
        |\bConcurrentModification(Exception)?\b|\bOperationAborted\b|\bresourceNotReady\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex InProgress { get; }
}
