using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pawl.Servers;
using Pawl.Servers.Iam;

namespace Pawl.EndToEnd.Access;

/// <summary>Users of moto's DynamoDB, behind a gate that judges by policies as Amazon does.</summary>
internal sealed class DynamoDbPrincipals(IamGate gate) : AwsPrincipals
{
    public override string StoreOf(string role) => $"dynamodb://{Bucket}?endpoint={gate.Endpoint}";

    protected override string Secret => "testing";

    public static async Task<Principals> StartAsync()
    {
        Assert.SkipWhen(MotoServer.Availability is not null, MotoServer.Availability ?? "");
        return new DynamoDbPrincipals(await IamGate.StartAsync((await TestServers.MotoAsync()).Endpoint, TestContext.Current.CancellationToken));
    }

    public override Task GrantAsync(string role, string policy)
    {
        gate.Bind(UserOf(role), policy);
        return Task.CompletedTask;
    }

    public override IEnumerable<(string What, Func<Task> Try)> Forbidden()
    {
        var client = new AmazonDynamoDBClient(Credentials("worker"), new AmazonDynamoDBConfig { ServiceURL = gate.Endpoint.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        foreach (var (partition, item) in ((string, string)[])[("web-1", "history#0000000001"), ("web-1", "head"), (".pawl", ".pawl/keys/web-1/x.json")])
        {
            yield return ($"delete {item} of {partition}", () => client.DeleteItemAsync(Bucket, Key(partition, item)));
            yield return ($"delete {item} of {partition} in a transaction", () => client.TransactWriteItemsAsync(new TransactWriteItemsRequest
            {
                TransactItems = [new TransactWriteItem { Delete = new Delete { TableName = Bucket, Key = Key(partition, item) } }],
            }));
        }

        yield return ("delete the table", () => client.DeleteTableAsync(Bucket));
        yield return ("read the whole table", () => client.ScanAsync(new ScanRequest(Bucket)));
        yield return ("read another table", () => client.GetItemAsync($"{Bucket}-2", Key("web-1", "head")));
        yield return ("write another table", () => client.PutItemAsync($"{Bucket}-2", Key("web-1", "head")));
    }

    public override async ValueTask DisposeAsync()
    {
        await gate.DisposeAsync();
        await base.DisposeAsync();
    }

    private static Dictionary<string, AttributeValue> Key(string partition, string item) =>
        new() { ["build_id"] = new AttributeValue(partition), ["item"] = new AttributeValue(item) };
}
