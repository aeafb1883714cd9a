using System.Text.Json.Nodes;
using Amazon.S3.Model;
using Pawl.Servers;

namespace Pawl.EndToEnd.Access;

/// <summary>Users of Ceph's gateway, which enforces policies of buckets: each printed policy stands there with its user as the principal.</summary>
internal sealed class CephPrincipals(CephServer ceph) : AwsPrincipals
{
    private readonly JsonArray _statements = [];

    public override string StoreOf(string role) => $"s3://{Bucket}/team?endpoint={ceph.Endpoint}";

    protected override string Secret => CephServer.SecretKey;

    protected override string Maker => CephServer.AccessKey;

    public static async Task<Principals> StartAsync()
    {
        Assert.SkipWhen(CephServer.Availability is not null, CephServer.Availability ?? "");
        var principals = new CephPrincipals(await TestServers.CephAsync());
        using var maker = principals.S3("maker", principals.Endpoint);
        foreach (var bucket in (string[])[principals.Bucket, $"{principals.Bucket}-2"])
        {
            await maker.PutBucketAsync(bucket);
            await maker.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = bucket == principals.Bucket ? "others/file" : "file", ContentBody = "x" });
        }

        return principals;
    }

    private Uri Endpoint => ceph.Endpoint;

    public override async Task GrantAsync(string role, string policy)
    {
        await ceph.AddUserAsync(UserOf(role), TestContext.Current.CancellationToken);
        foreach (var statement in JsonNode.Parse(policy)!["Statement"]!.AsArray())
        {
            var bound = statement!.DeepClone();
            bound["Principal"] = new JsonObject { ["AWS"] = new JsonArray($"arn:aws:iam:::user/{UserOf(role)}") };
            bound["Sid"] = $"{bound["Sid"]}{role}";
            _statements.Add(bound);
        }

        using var maker = S3("maker", Endpoint);
        var document = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = _statements.DeepClone() };
        await maker.PutBucketPolicyAsync(new PutBucketPolicyRequest { BucketName = Bucket, Policy = document.ToJsonString() });
    }

    public override IEnumerable<(string What, Func<Task> Try)> Forbidden() => ForbiddenInBucket(S3("worker", Endpoint), "team/");
}
