using Pawl.Aws.DynamoDb;
using Pawl.Aws.S3;
using Pawl.Azure;
using Pawl.Cosmos;
using Pawl.Postgres;
using Pawl.Sqlite;
using Pawl.Sqlite.Encrypted;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Cli.Stores;

/// <summary>All kinds of stores: one line each. Only the one that is asked for is made.</summary>
internal static class StoreKinds
{
    private static readonly (string Scheme, Func<StoreKind> Make)[] Entries =
    [
        ("sqlite", () => new SqliteKind()),
        ("sqlcipher", () => new SqlCipherKind(GivenCipherKeys.Read)),
        ("dir", () => new DirectoryKind()),
        ("s3", () => new S3Kind()),
        ("azblob", () => new AzureBlobKind()),
        ("dynamodb", () => new DynamoDbKind()),
        ("cosmos", () => new CosmosKind()),
        ("postgres", () => new PostgresKind()),
    ];

    /// <summary>The kind of this scheme; null for an unknown one.</summary>
    public static StoreKind? Find(string scheme) => Array.Find(Entries, entry => entry.Scheme == scheme).Make?.Invoke();

    /// <summary>What the URLs of all kinds look like.</summary>
    public static IReadOnlyList<string> Forms() => [.. Entries.Select(entry => entry.Make().Form)];
}
