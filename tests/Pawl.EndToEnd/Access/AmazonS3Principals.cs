using Amazon.S3.Model;
using Pawl.Servers;
using Pawl.Servers.Iam;

namespace Pawl.EndToEnd.Access;

/// <summary>Users of moto's S3, behind a gate that judges by policies as Amazon does, conditions of writes among them.</summary>
internal sealed class AmazonS3Principals(IamGate gate) : AwsPrincipals
{
    public override string StoreOf(string role) => $"s3://{Bucket}/team?endpoint={gate.Endpoint}";

    public override string PolicyUrl => $"s3://{Bucket}/team";

    protected override string Secret => "testing";

    public static async Task<Principals> StartAsync()
    {
        Assert.SkipWhen(MotoServer.Availability is not null, MotoServer.Availability ?? "");
        return new AmazonS3Principals(await IamGate.StartAsync((await TestServers.MotoAsync()).Endpoint, TestContext.Current.CancellationToken));
    }

    public override Task GrantAsync(string role, string policy)
    {
        gate.Bind(UserOf(role), policy);
        return Task.CompletedTask;
    }

    public override IEnumerable<(string What, Func<Task> Try)> Forbidden()
    {
        var client = S3("worker", gate.Endpoint);
        foreach (var forbidden in ForbiddenInBucket(client, "team/"))
            yield return forbidden;
        foreach (var (what, key) in ((string, string)[])[("an event", "aws/web-1/history/0000000001.json"), ("a key", ".pawl/keys/web-1/x.json"), ("an anchor", ".pawl/anchors/web-1/0000000001.json")])
        {
            yield return ($"overwrite {what}", () => client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"team/{key}", ContentBody = "x" }));
            yield return ($"replace {what}", () => client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"team/{key}", ContentBody = "x", IfMatch = "\"x\"" }));
            yield return ($"copy over {what}", () => client.CopyObjectAsync(Bucket, "team/aws/web-1/state.json", Bucket, $"team/{key}"));
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await gate.DisposeAsync();
        await base.DisposeAsync();
    }
}
