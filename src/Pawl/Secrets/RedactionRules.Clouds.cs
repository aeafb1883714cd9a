using System.Collections.Immutable;

namespace Pawl.Secrets;

internal static partial class RedactionRules
{
    /// <summary>Credentials of clouds, known by how they are made.</summary>
    public static ImmutableArray<RedactionRule> Clouds =>
    [
        new TokenRule("aws-access-key-id", "Names an AWS key, and stands beside its secret.", ["AKIA", "ASIA", "ABIA", "ACCA"], UpperAlphanumeric, 16, 16),
        new TokenRule("aws-session-token", "Temporary AWS credentials of STS.", ["IQoJb3JpZ2lu", "FwoGZXIvYXdz", "FQoDYXdz", "FQoGZXIvYXdz", "AQoDYXdz"], Base64, 40),
        new TokenRule("aws-bedrock-key", "API key of Amazon Bedrock.", ["ABSK"], Base64, 100),
        new ContextRule("aws-secret-key", "40 characters of base64 in a line that speaks of AWS keys.", ["AKIA", "ASIA", "secret", "credential"], AwsSecretPattern),
        new PatternRule("azure-client-secret", "Secret of an Azure application; its fourth to sixth characters are fixed.", ["7Q~", "8Q~"], AzureClientSecretPattern),
        new PatternRule("azure-identifiable-key", "Keys of Azure services with a fixed text in the midst of them.", ["JQQJ9"], AzureIdentifiableKeyPattern),
        new PatternRule("azure-service-key", "Keys of Azure services in base64 that tell their service at the end.",
            ["+ASt", "+ABa", "+AMC", "+ASb", "+AEh", "+ARm", "+ACR", "ACDb", "APIM", "AIoT", "AzCa", "AzFu", "AzSe"], AzureServiceKeyPattern),
        new PatternRule("azure-devops-token", "Personal access token of Azure DevOps.", ["AZDO"], AzureDevOpsTokenPattern),
        new PatternRule("azure-storage-key", "64 bytes in base64, unless they are called a hash.", ["=="], AzureStorageKeyPattern) { Unless = KnownPublic.IsNamed },
        new TokenRule("google-access-token", "OAuth access to Google Cloud.", ["ya29."], Dotted, 20),
        new TokenRule("google-refresh-token", "Gives new access tokens for Google Cloud.", ["1//0"], Url, 20),
        new TokenRule("google-api-key", "Key of a Google API.", ["AIza"], Url, 35, 35),
        new TokenRule("google-client-secret", "OAuth client secret of Google.", ["GOCSPX-"], Url, 20),
        new TokenRule("alibaba-access-key-id", "Names a key of Alibaba Cloud, and stands beside its secret.", ["LTAI"], Alphanumeric, 12, 24) { Mixture = TokenMixture.BothCasesAndDigits },
        new TokenRule("digitalocean", "Personal, OAuth and refresh tokens of DigitalOcean.", ["dop_v1_", "doo_v1_", "dor_v1_"], Hex, 60),
    ];
}
