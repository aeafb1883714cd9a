using Pawl.Aws.DynamoDb;
using Pawl.Servers;

namespace Pawl.Bench.Stores.Aws;

/// <summary>Builds in a DynamoDB table on moto.</summary>
internal static class DynamoDbContender
{
    public static async Task<Contender> StartAsync()
    {
        Surroundings.SetAwsCredentials();
        var server = await MotoServer.StartAsync(CancellationToken.None);
        var url = Surroundings.Url($"dynamodb://builds?endpoint={server.Endpoint}");
        var kind = new DynamoDbKind();
        await kind.CreateAsync(url, Surroundings.Context, CancellationToken.None);
        return new Contender(() => kind.Open(url, Surroundings.Context), [new DynamoDbFloor(url)], server);
    }
}
