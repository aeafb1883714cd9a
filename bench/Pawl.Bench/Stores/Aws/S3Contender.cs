using Pawl.Aws.S3;
using Pawl.Servers;

namespace Pawl.Bench.Stores.Aws;

/// <summary>Builds in a server that speaks S3.</summary>
internal static class S3Contender
{
    public static async Task<Contender> OnMotoAsync(IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        var server = await MotoServer.StartAsync(CancellationToken.None);
        return await OnAsync(server, server.Endpoint, contents);
    }

    public static async Task<Contender> OnCephAsync(IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        var server = await CephServer.StartAsync(CancellationToken.None);
        return await OnAsync(server, server.Endpoint, contents);
    }

    private static async Task<Contender> OnAsync(TestServer server, Uri endpoint, IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        Surroundings.SetAwsCredentials();
        var url = Surroundings.Url($"s3://builds/bench?endpoint={endpoint}");
        var kind = new S3Kind();
        await kind.CreateAsync(url, Surroundings.Context, CancellationToken.None);
        return new Contender(() => kind.Open(url, Surroundings.Context), [new S3Floor(S3Place.Read(url), contents)], server);
    }
}
