using Pawl.Stores;

namespace Pawl.Aws.Kms;

/// <summary>The least rights that a role needs on a key of AWS KMS.</summary>
public static class KmsPolicy
{
    private const string AliasPrefix = "alias/";

    /// <summary>An IAM policy for the key of a URL.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static string Write(StoreUrl url, StoreRole role)
    {
        var (key, place) = KmsKey.Read(url);
        var keys = $"arn:{IamPolicy.Partition(place.Region)}:kms:{place.Region ?? "*"}:*:key/";
        // An alias is no resource: policies name the keys, and say which alias they must have.
        var isAlias = key.StartsWith(AliasPrefix, StringComparison.Ordinal);
        var resource = key.StartsWith("arn:", StringComparison.Ordinal) ? key : isAlias ? $"{keys}*" : keys + key;
        return IamPolicy.Write([new IamStatement("SealBuilds", role == StoreRole.Reader ? ["kms:Decrypt"] : ["kms:Encrypt", "kms:Decrypt"], [resource]) { Aliases = isAlias ? [key] : [] }]);
    }
}
