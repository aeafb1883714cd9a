using System.Collections.Immutable;

namespace Pawl.Cli.Concourse.Pipelines;

/// <summary>The variables of the environment that a kind of store usually takes its credentials from, where no role gives them.</summary>
internal static class StoreCredentials
{
    public static ImmutableArray<string> Of(string scheme) => scheme switch
    {
        "s3" or "dynamodb" => ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"],
        "azblob" => ["AZURE_STORAGE_CONNECTION_STRING"],
        "cosmos" => ["AZURE_COSMOS_CONNECTION_STRING"],
        "postgres" => ["PGPASSWORD"],
        _ => [],
    };
}
