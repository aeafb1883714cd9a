using System.Collections.Immutable;
using Pawl.Stores;

namespace Pawl.Cli.Concourse.Pipelines;

/// <summary>The variables of the environment that a kind of store usually takes its credentials from, where no role gives them.</summary>
internal static class StoreCredentials
{
    public static ImmutableArray<string> Of(StoreUrl url) => url.Scheme switch
    {
        "s3" or "dynamodb" when url.Setting("region") is null => ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"],
        "s3" or "dynamodb" => ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
        "azblob" => ["AZURE_STORAGE_CONNECTION_STRING"],
        "cosmos" => ["AZURE_COSMOS_CONNECTION_STRING"],
        "postgres" => ["PGPASSWORD"],
        _ => [],
    };
}
