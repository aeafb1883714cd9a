using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using Pawl.EndToEnd.Alerts;
using Pawl.Servers;
using Pawl.Servers.Alerts;
using Pawl.Servers.Iam;

namespace Pawl.EndToEnd.Access;

/// <summary>Each role can do what it is for with what `pawl store policy` prints, and the server refuses it the rest.</summary>
public sealed class LeastRightsTests : AlertFixture
{
    private const string Failing = """
        name: tiny
        provider: aws
        image_type: x
        states:
          - {code: 0, name: Begin, run: "echo ami=ami-1 >> \"$PAWL_OUTPUT\""}
          - {code: 50, name: Middle, run: test -f ready, retry: {strategy: manual}}
          - {code: 100, name: End}
        """;

    private Principals _who = null!;

    [Theory]
    [InlineData("ceph")]
    [InlineData("s3")]
    [InlineData("dynamodb")]
    [InlineData("postgres")]
    [InlineData("azblob")]
    public async Task Every_role_can_do_what_it_is_for_and_is_refused_the_rest(string kind)
    {
        _who = await StartAsync(kind);
        await using var principals = _who;
        await GrantAsync("administrator");
        await MakeAsync(kind);
        await GrantAsync("worker");
        await GrantAsync("reader");
        await WorkAsync();
        await AlertAsync();
        await IsRefusedToTheWorkerAsync();
        await ReadAsync();
        await AdministerAsync();
    }

    [Fact]
    public async Task On_Amazon_an_id_whose_build_was_erased_is_refused_to_a_worker_when_the_build_begins()
    {
        _who = await StartAsync("s3");
        await using var principals = _who;
        await GrantAsync("administrator");
        await MakeAsync("s3");
        await GrantAsync("worker");
        Be("administrator");
        await InitAsync("web-1");
        await DoneAsync("fail", "web-1", "--error", "x");
        await DoneAsync("prune", "--without-backup", "--status", "failed", "--older-than", "0s");
        Be("worker");
        (await PawlAsync("init", "web-1", "--provider", "aws", "--image-type", "x")).IsRefused(8, "was erased", "s3:PutObject on aws/web-1/history/0000000003.json", "another id");
        await InitAsync("web-2");
        Be("administrator");
        await InitAsync("web-1");
    }

    [Fact]
    public async Task On_a_key_of_KMS_a_worker_seals_and_a_reader_only_reads()
    {
        Assert.SkipWhen(MotoServer.Availability is not null, MotoServer.Availability ?? "");
        await using var gate = await IamGate.StartAsync((await TestServers.MotoAsync()).Endpoint, None);
        using var maker = new AmazonKeyManagementServiceClient(
            new BasicAWSCredentials("maker", "testing"), new AmazonKeyManagementServiceConfig { ServiceURL = gate.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });
        var key = (await maker.CreateKeyAsync(new CreateKeyRequest(), None)).KeyMetadata.KeyId;
        Variables["AWS_SECRET_ACCESS_KEY"] = "testing";
        Variables["AWS_REGION"] = "us-east-1";
        foreach (var role in (string[])["worker", "reader"])
            gate.Bind($"kms-{role}", (await DoneAsync("key", "policy", $"awskms://{key}?region=us-east-1", "--role", role)).Out);
        gate.Bind("kms-stranger", (await DoneAsync("key", "policy", $"awskms://{Guid.NewGuid()}", "--role", "administrator")).Out);
        Variables["PAWL_KEY_URL"] = $"awskms://{key}?endpoint={gate.Endpoint}";

        Variables["AWS_ACCESS_KEY_ID"] = "kms-worker";
        await DoneAsync("store", "create", "--encrypt");
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", "note=planted");
        Variables["AWS_ACCESS_KEY_ID"] = "kms-reader";
        Assert.Equal("planted\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        (await PawlAsync("init", "web-2", "--provider", "aws", "--image-type", "x")).IsRefused(8, "kms:Encrypt", "pawl key policy awskms://");
        Variables["AWS_ACCESS_KEY_ID"] = "kms-stranger";
        (await PawlAsync("meta", "get", "web-1", "note")).IsRefused(8, "kms:Decrypt", "pawl key policy awskms://");
    }

    [Theory]
    [InlineData("awskms://alias/pawl?region=eu-central-1", "worker", "\"kms:ResourceAliases\": [", "arn:aws:kms:eu-central-1:*:key/*", "kms:Encrypt")]
    [InlineData("awskms://arn:aws:kms:eu-central-1:123456789012:key/abc", "worker", "\"arn:aws:kms:eu-central-1:123456789012:key/abc\"")]
    [InlineData("azkv://vault/seal", "worker", "keys/wrap/action", "vaults/vault/keys/seal")]
    [InlineData("azkv://vault/seal", "reader", "keys/unwrap/action")]
    public async Task The_rights_on_a_key_are_printed(string key, string role, params string[] parts)
    {
        Variables["PAWL_KEY_URL"] = key;
        var printed = (await DoneAsync("key", "policy", "--role", role)).Out;
        Assert.All(parts, part => Assert.Contains(part, printed, StringComparison.Ordinal));
        Assert.Equal(role == "worker", printed.Contains("Encrypt", StringComparison.Ordinal) || printed.Contains("/wrap", StringComparison.Ordinal));
        Variables.Remove("PAWL_KEY_URL");
        (await PawlAsync("key", "policy")).IsRefused(2, "which key?");
        (await PawlAsync("key", "policy", "s3://bucket")).IsRefused(2, "names no key service");
    }

    private async Task MakeAsync(string kind)
    {
        Variables["PAWL_KEY_FILE"] = Path.Combine(Folder, "seal.key");
        await DoneAsync("key", "new", Variables["PAWL_KEY_FILE"]);
        // A policy of a bucket is there once the bucket is, and a signature can't make a container.
        Be(kind is "ceph" or "azblob" ? "maker" : "administrator");
        await DoneAsync("store", "create", "--encrypt");
    }

    // Everything that builds are made with, in a store that is encrypted.
    private async Task WorkAsync()
    {
        Be("worker");
        await InitAsync("web-1");
        await DoneAsync("start", "web-1");
        await DoneAsync("succeed", "web-1", "--set", "ami=ami-1");
        await DoneAsync("fail", "web-1", "--error", "no route to mirror");
        await DoneAsync("retry", "web-1", "--reason", "it is back");
        await DoneAsync("meta", "set", "web-1", "note=planted");
        await DoneAsync("meta", "set", "web-1", "--sensitive", "password=planted");
        await DoneAsync("meta", "get", "web-1", "password", "--reveal");
        await DoneAsync("token", "set", "web-1", "arn:resume");
        await DoneAsync("rollback", "web-1", "--reason", "once more");
        await File.WriteAllTextAsync(Path.Combine(Folder, "image.raw"), "image", None);
        await DoneAsync("artifact", "add", "web-1", "image", "image.raw");
        await DoneAsync("hold", "place", "web-1", "--reason", "case 117");
        await DoneAsync("hold", "lift", "web-1", "--reason", "closed");
        Assert.Contains("web-1", (await DoneAsync("list")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await PawlAsync("attention")).Code);

        await File.WriteAllTextAsync(Path.Combine(Folder, "p.yaml"), Failing, None);
        Assert.Equal(5, (await PawlAsync("run", "p.yaml", "--build-id", "run-1")).Code);
        await File.WriteAllTextAsync(Path.Combine(Folder, "ready"), "", None);
        await DoneAsync("retry", "run-1", "--reason", "ready");
        var resumed = await PawlAsync("resume", "run-1");
        Assert.True(resumed.Code == 0, resumed.Out + resumed.Error);
        Assert.Contains("whole: 2 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
    }

    private async Task AlertAsync()
    {
        if (!_who.LimitsDeletion)
            return;
        var fault = WebhookFault.Error;
        await using var receiver = WebhookReceiver.Start(() => fault);
        Variables["HOOK_SECRET"] = "the-secret-of-the-hook";
        Tell(receiver);
        Assert.Equal(0, (await PawlAsync("fail", "web-1", "--error", "x")).Code);
        fault = WebhookFault.None;
        Assert.Equal("1 alerts sent, 0 could not be sent, 0 wait\n", (await DoneAsync("alert", "send")).Out);
        Assert.Empty((await DoneAsync("alert", "list", "--json")).Json.EnumerateArray());
        Variables.Remove("PAWL_ALERTS");
    }

    private async Task IsRefusedToTheWorkerAsync()
    {
        var prune = await PawlAsync("prune", "--without-backup", "--older-than", "0s");
        Assert.Equal(8, prune.Code);
        Assert.Contains("pawl store policy", prune.Out + prune.Error, StringComparison.Ordinal);
        foreach (var (what, attempt) in _who.Forbidden())
        {
            var refusal = await Record.ExceptionAsync(attempt);
            Assert.True(refusal is not null && _who.IsRefusal(refusal), $"{what}: {refusal?.ToString() ?? "it was done"}");
        }

        Assert.Contains("whole: 2 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
    }

    private async Task ReadAsync()
    {
        Be("reader");
        await DoneAsync("status", "web-1");
        await DoneAsync("history", "web-1");
        await DoneAsync("list");
        Assert.Equal(0, (await PawlAsync("attention")).Code);
        await DoneAsync("artifact", "list", "web-1");
        await DoneAsync("key", "list");
        Assert.Equal("planted\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        Assert.Equal(0, (await PawlAsync("check", "run-1")).Code);
        Assert.Contains("whole: 2 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
        await DoneAsync("audit", "export");
        await DoneAsync("metrics");
        (await PawlAsync("meta", "set", "web-1", "note=x")).IsRefused(8, "pawl store policy");
        (await PawlAsync("init", "web-2", "--provider", "aws", "--image-type", "x")).IsRefused(8, "pawl store policy");
        (await PawlAsync("hold", "place", "web-1", "--reason", "x")).IsRefused(8, "pawl store policy");
    }

    private async Task AdministerAsync()
    {
        Be("administrator");
        Variables["PAWL_OLD_KEY_FILES"] = Variables["PAWL_KEY_FILE"];
        Variables["PAWL_KEY_FILE"] = Path.Combine(Folder, "new.key");
        await DoneAsync("key", "new", Variables["PAWL_KEY_FILE"]);
        Assert.Equal("2 keys were wrapped anew, 0 were already\n", (await DoneAsync("key", "rotate")).Out);
        Variables.Remove("PAWL_OLD_KEY_FILES");
        Assert.Equal("planted\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        Assert.Contains("run-1: removed from the store", (await DoneAsync("prune", "--without-backup", "--older-than", "0s")).Out, StringComparison.Ordinal);
        Assert.Contains("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
    }

    private static async Task<Principals> StartAsync(string kind) => kind switch
    {
        "ceph" => await CephPrincipals.StartAsync(),
        "s3" => await AmazonS3Principals.StartAsync(),
        "dynamodb" => await DynamoDbPrincipals.StartAsync(),
        "postgres" => await PostgresPrincipals.StartAsync(),
        "azblob" => await BlobPrincipals.StartAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind"),
    };

    private async Task GrantAsync(string role)
    {
        Be("maker");
        var policy = (await DoneAsync("store", "policy", _who.PolicyUrl, "--role", role)).Out;
        await _who.GrantAsync(role, policy);
    }

    private void Be(string role)
    {
        _who.Become(role, Variables);
        Variables["PAWL_STORE"] = _who.StoreOf(role);
    }
}
