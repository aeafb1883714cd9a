using Pawl.EndToEnd.Verbs;
using Pawl.Servers;

namespace Pawl.EndToEnd.Stores;

/// <summary>The program on a store that is somewhere else.</summary>
public abstract class StoreFixture : CommandFixture
{
    private protected const string Pipeline = """
        name: tiny
        provider: aws
        image_type: rhel8-webserver
        states:
          - {code: 0, name: Begin, run: "echo ami=ami-1 >> \"$PAWL_OUTPUT\""}
          - {code: 50, name: Middle, run: test "$ami" = ami-1}
          - {code: 100, name: End, run: pawl status "$BUILD_ID" --json | grep -q '"currentState":100'}
        """;

    private protected static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>Points the program at a new place of a kind, with the credentials that it needs in the environment.</summary>
    private protected async Task<string> PlaceAsync(string kind)
    {
        var name = $"t{Guid.NewGuid():N}";
        switch (kind)
        {
            case "dir":
                return $"dir://{Folder}/objects";
            case "s3":
            case "dynamodb":
                Assert.SkipWhen(MotoServer.Availability is not null, MotoServer.Availability ?? "");
                Variables["AWS_ACCESS_KEY_ID"] = Variables["AWS_SECRET_ACCESS_KEY"] = "testing";
                Variables["AWS_REGION"] = "us-east-1";
                return $"{kind}://{name}?endpoint={(await TestServers.MotoAsync()).Endpoint}";
            case "azblob":
                Assert.SkipWhen(AzuriteServer.Availability is not null, AzuriteServer.Availability ?? "");
                Variables["AZURE_STORAGE_CONNECTION_STRING"] = (await TestServers.AzuriteAsync()).ConnectionString;
                return $"azblob://{name}/images";
            case "cosmos":
                Assert.SkipWhen(CosmosServer.Availability is not null, CosmosServer.Availability ?? "");
                var cosmos = await TestServers.CosmosAsync();
                Variables["COSMOS_KEY"] = CosmosServer.AccountKey;
                Variables["SSL_CERT_FILE"] = cosmos.CertificateFile;
                return $"cosmos://local/pawl/{name}?endpoint={cosmos.Endpoint}";
            case "postgres":
                Assert.SkipWhen(PostgresServer.Availability is not null, PostgresServer.Availability ?? "");
                var server = await TestServers.PostgresAsync();
                Variables["PGPASSWORD"] = server.Password;
                return $"postgres://{PostgresServer.User}@127.0.0.1:{server.Port}/postgres?schema={name}";
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind");
        }
    }
}
