using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using Pawl.Aws.Kms;
using Pawl.Azure.KeyVault;
using Pawl.Builds;
using Pawl.Conformance.Aws;
using Pawl.Conformance.Servers;
using Pawl.Sealing;
using Pawl.Servers;
using Pawl.Stores;
using Xunit;

namespace Pawl.Conformance.Sealing;

/// <summary>Keys that live elsewhere wrap and unwrap, for one build and no other.</summary>
public sealed class KeyProviderTests
{
    private static readonly KeyPlace Place = new(BuildId.Parse("web-42"), new string('a', 32));
    private static readonly byte[] Sample = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_in_AWS_KMS_wraps_for_one_build_and_says_so_where_it_does_not()
    {
        var (endpoint, id) = await KmsAsync();
        using var client = Client(endpoint);
        var key = Kms(endpoint, id);
        await RoundTripsAsync(key);
        var arn = (await client.DescribeKeyAsync(id, None)).KeyMetadata.Arn;
        await RoundTripsAsync(Kms(endpoint, arn));
        await client.CreateAliasAsync($"alias/pawl-{id}", id, None);
        await RoundTripsAsync(Kms(endpoint, $"alias/pawl-{id}"));
        Assert.NotEqual(key.Identity, Kms(endpoint, arn).Identity);

        await FailsAsync(StoreFault.WrongKey, () => Kms(endpoint, Guid.NewGuid().ToString()).WrapAsync(Sample, Place, None));
    }

    [Fact]
    public async Task A_build_that_KMS_sealed_is_opened_by_one_call_a_process()
    {
        var (endpoint, id) = await KmsAsync();
        var tree = KeyTree.New();
        var record = await WrappedKey.MakeAsync(Place, tree, Kms(endpoint, id), None);
        Assert.Equal(tree.Leaf(9), (await record.OpenAsync(new KeyRing(Kms(endpoint, id), []), None)).Leaf(9));
    }

    [Fact]
    public async Task A_key_in_Azure_Key_Vault_wraps_for_one_build_and_by_its_newest_version()
    {
        await using var vault = await KeyVaultStandIn.StartAsync(None);
        var key = vault.Key();
        var first = vault.Newest;
        await RoundTripsAsync(key);
        var wrapped = await key.WrapAsync(Sample, Place, None);
        vault.AddVersion();
        vault.Requests.Clear();
        Assert.Equal(Sample, await key.UnwrapAsync(wrapped, Place, None));
        Assert.Equal(Sample, await key.UnwrapAsync(await key.WrapAsync(Sample, Place, None), Place, None));
        Assert.Equal([$"unwrapkey/{first}", $"wrapkey/{vault.Newest}", $"unwrapkey/{vault.Newest}"], vault.Requests);
        await RoundTripsAsync(vault.Key(version: first));
    }

    [Fact]
    public async Task What_Key_Vault_refuses_is_said_with_the_mend()
    {
        await using var vault = await KeyVaultStandIn.StartAsync(None);
        var wrapped = await vault.Key().WrapAsync(Sample, Place, None);
        Assert.Contains("no such key", await FailsAsync(StoreFault.WrongKey, () => vault.Key("other").WrapAsync(Sample, Place, None)), StringComparison.Ordinal);
        Assert.Contains("credentials", await FailsAsync(StoreFault.Denied, () => vault.Key(token: "another").WrapAsync(Sample, Place, None)), StringComparison.Ordinal);
        vault.IsDisabled = true;
        Assert.Contains("disabled", await FailsAsync(StoreFault.WrongKey, () => vault.Key().UnwrapAsync(wrapped, Place, None)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("azkv://pawl/seal", "azkv:pawl.vault.azure.net/seal")]
    [InlineData("azkv://pawl/seal/0123", "azkv:pawl.vault.azure.net/seal/0123")]
    [InlineData("azkv://pawl.vault.azure.cn/seal", "azkv:pawl.vault.azure.cn/seal")]
    public void A_vaults_key_is_named_by_its_URL(string url, string identity) => Assert.Equal(identity, KeyVaultKey.Open(AwsPlaces.Url(url)).Identity.ToString());

    [Theory]
    [InlineData("azkv://pawl")]
    [InlineData("azkv://pawl/seal/1/2")]
    [InlineData("azkv://pawl/se_al")]
    [InlineData("azkv:///seal")]
    [InlineData("azkv://pawl/seal?endpoint=http://x")]
    public void A_URL_that_names_no_vaults_key_is_refused(string url) => Assert.Throws<StoreUrlException>(() => KeyVaultKey.Open(AwsPlaces.Url(url)));

    private static async Task RoundTripsAsync(IKeyProvider key)
    {
        var wrapped = await key.WrapAsync(Sample, Place, None);
        Assert.True(wrapped.AsSpan().IndexOf(Sample) < 0);
        Assert.Equal(Sample, await key.UnwrapAsync(wrapped, Place, None));
        await FailsAsync(StoreFault.Corrupt, () => key.UnwrapAsync(wrapped, Place with { Build = BuildId.Parse("web-43") }, None));
        await FailsAsync(StoreFault.Corrupt, () => key.UnwrapAsync(wrapped, Place with { Name = new string('b', 32) }, None));
        wrapped[^1] ^= 1;
        await FailsAsync(StoreFault.Corrupt, () => key.UnwrapAsync(wrapped, Place, None));
    }

    private static async Task<string> FailsAsync(StoreFault fault, Func<ValueTask<byte[]>> call)
    {
        var failure = await Assert.ThrowsAsync<StoreException>(async () => await call());
        Assert.Equal(fault, failure.Fault);
        return failure.Message;
    }

    private static async Task<(Uri Endpoint, string Id)> KmsAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        var endpoint = (await TestServers.MotoAsync()).Endpoint;
        AwsPlaces.Url("s3://sets/credentials");
        using var client = Client(endpoint);
        return (endpoint, (await client.CreateKeyAsync(new CreateKeyRequest(), None)).KeyMetadata.KeyId);
    }

    private static AmazonKeyManagementServiceClient Client(Uri endpoint) => new(
        new BasicAWSCredentials("any", "any"), new AmazonKeyManagementServiceConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = "us-east-1" });

    private static KmsKey Kms(Uri endpoint, string key) => KmsKey.Open(AwsPlaces.Url($"awskms://{key}?endpoint={endpoint}&region=us-east-1"));
}
