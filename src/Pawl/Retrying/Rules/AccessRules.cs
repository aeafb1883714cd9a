using System.Text.RegularExpressions;

namespace Pawl.Retrying.Rules;

/// <summary>Policies, credentials, trust and quotas: somebody must change something.</summary>
internal static partial class AccessRules
{
    public static IReadOnlyList<BuiltInRule> All { get; } =
    [
        BuiltInRule.Persistent("a quota or limit is reached", Quotas),
        BuiltInRule.Persistent("access is denied", Denied),
        BuiltInRule.Persistent("there are no valid credentials", Credentials),
        BuiltInRule.Persistent("a certificate or key is not trusted", Trust),
        BuiltInRule.PersistentNear("permission denied", Permissions),
    ];

    [GeneratedRegex(
        """
        \b(Vcpu|Instance|Volume|Address|Snapshot|ImageCreation|SecurityGroup|Vpc|Subnet|Bucket|MaxSpotInstanceCount|PendingSnapshot)(Count)?LimitExceeded
        |\bMaxSpotInstanceCountExceeded\b|\bTooManyBuckets\b|\b(Service)?QuotaExceeded(Exception)?\b|\bQUOTA_EXCEEDED\b|\bQuota\ '[^']{1,80}'\ exceeded
        |exceeding\ approved\ .{1,80}\ quota|exceeded\ (your\ |the\ )?(current\ |disk\ )?quota|\bquota\ (was\ |has\ been\ )?exceeded\b
        |No\ space\ left\ on\ device|\bENOSPC\b|not\ enough\ free\ (disk\ )?space
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Quotas { get; }

    [GeneratedRegex(
        """
        \bAccessDenied(Exception)?\b|\bUnauthorizedOperation\b|\bnot\ authorized\ to\ perform\b|\bAuthorizationFailed\b|\bPERMISSION_DENIED\b
        |\b403\ {1,2}Forbidden|\b401\ {1,2}Unauthorized|returned\ error:\ 40[13]\b|\bHTTP\ ?Error\ 40[13]\b|\bRequestDisallowedByPolicy\b
        |\bOptInRequired\b|\bRequired\ '[^']{1,80}'\ permission|insufficient\ authentication\ scopes|\bPermission\ denied\ \(publickey
        |\brequested\ access\ to\ the\ resource\ is\ denied|pull\ access\ denied
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Denied { get; }

    [GeneratedRegex(
        """
        \bAuthFailure\b|\bInvalidClientTokenId\b|\bSignatureDoesNotMatch\b|\bUnrecognizedClientException\b|Unable\ to\ locate\ credentials
        |\bNoCredentialProviders\b|no\ valid\ credential\ sources|could\ not\ find\ default\ credentials|Please\ run\ 'az\ login'|\bAADSTS7000215\b
        |\ba\ password\ is\ required$|Invalid/incorrect\ password|\bMissing\ sudo\ password\b|\bauthentication\ failed\ for\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Credentials { get; }

    [GeneratedRegex(
        """
        certificate\ verify\ failed|certificate\ signed\ by\ unknown\ authority|SSL\ certificate\ problem|self[-\ ]signed\ certificate
        |certificate\ has\ expired|\bNO_PUBKEY\b|^E:\ The\ repository\ '.{1,200}'\ is\ not\ signed|Host\ key\ verification\ failed
        |REMOTE\ HOST\ IDENTIFICATION\ HAS\ CHANGED|GPG\ check\ FAILED|Public\ key\ for\ .{1,120}\ is\ not\ installed
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Trust { get; }

    [GeneratedRegex(
        @":\ Permission\ denied$|\[Errno\ 13\]|\bPermissionError\b|:\ Operation\ not\ permitted$|Read-only\ file\ system$|are\ you\ root\?|\bAccess\ denied\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Permissions { get; }
}
