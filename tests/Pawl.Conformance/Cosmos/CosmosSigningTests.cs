using System.Net;
using Azure.Core;
using Azure.Identity;
using Pawl.Cosmos;
using Pawl.Cosmos.Rest;
using Xunit;

namespace Pawl.Conformance.Cosmos;

/// <summary>Who asks is said as the service's documentation has it.</summary>
public sealed class CosmosSigningTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public void The_documentation_s_example_is_signed_as_there()
    {
        // https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources
        var key = Convert.FromBase64String("dsZQi3KtZmCv1ljt3VNWNm7sQUF1y5rJfC6kv5JiwvW0EndXdDku/dkKBp8/ufDToSxLzR4y+O/0H/t4bQtVNw==");
        var resource = new CosmosResource("dbs", "dbs/ToDoList", "/dbs/ToDoList");
        Assert.Equal(
            "type%3dmaster%26ver%3d1.0%26sig%3dc09PEVJrgp2uQRkr934kFbTqhByc7TVr3OHyqlu%2bc%2bc%3d",
            CosmosSignature.ByKey(key, "GET", resource, "Thu, 27 Apr 2017 00:51:12 GMT"),
            ignoreCase: true);
    }

    [Fact]
    public void What_is_signed_has_names_as_they_are_and_what_is_asked_has_them_escaped()
    {
        var place = CosmosPlace.Read(CosmosContainer.Parse("cosmos://account/My db/Büilds"));
        Assert.Equal(new CosmosResource("", "", "/"), CosmosResource.Account);
        Assert.Equal(new CosmosResource("dbs", "", "/dbs"), CosmosResource.Databases);
        Assert.Equal(new CosmosResource("colls", "dbs/My db", "/dbs/My%20db/colls"), CosmosResource.Containers(place));
        Assert.Equal(new CosmosResource("colls", "dbs/My db/colls/Büilds", "/dbs/My%20db/colls/B%C3%BCilds"), CosmosResource.Container(place));
        Assert.Equal(new CosmosResource("docs", "dbs/My db/colls/Büilds", "/dbs/My%20db/colls/B%C3%BCilds/docs"), CosmosResource.Items(place));
        Assert.Equal(
            new CosmosResource("docs", "dbs/My db/colls/Büilds/docs/aws:state.json", "/dbs/My%20db/colls/B%C3%BCilds/docs/aws%3Astate.json"),
            CosmosResource.Item(place, "aws:state.json"));
    }

    [Fact]
    public async Task Each_try_is_dated_and_signed_anew()
    {
        using var standIn = CosmosStandIn.InTurn(
            () => CosmosStandIn.Answer(HttpStatusCode.ServiceUnavailable), () => CosmosStandIn.Answer(HttpStatusCode.OK));
        using var client = standIn.Client();
        await client.SendAsync(CosmosRequests.ReadAccount, None);
        Assert.Equal(2, standIn.Asked.Count);
        Assert.All(standIn.Asked, headers =>
        {
            Assert.Equal("2018-12-31", headers["x-ms-version"]);
            Assert.True(DateTimeOffset.TryParseExact(headers["x-ms-date"], "r", null, default, out _), headers["x-ms-date"]);
            Assert.StartsWith("type%3Dmaster%26ver%3D1.0%26sig%3D", headers["Authorization"], StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_token_is_asked_for_once_and_handed_over_as_the_service_wants_it()
    {
        using var standIn = CosmosStandIn.InTurn(() => CosmosStandIn.Answer(HttpStatusCode.OK));
        var entra = new Entra(_ => "a token/+");
        using var client = standIn.Client(CosmosSigning.ByToken(entra, CosmosStandIn.Account));
        await client.SendAsync(CosmosRequests.ReadAccount, None);
        await client.SendAsync(CosmosRequests.ReadAccount, None);
        Assert.Equal(["https://local.documents.azure.com/.default"], entra.Asked);
        Assert.All(standIn.Asked, headers => Assert.Equal("type%3Daad%26ver%3D1.0%26sig%3Da%20token%2F%2B", headers["Authorization"]));
        Assert.All(standIn.Asked, headers => Assert.True(headers.ContainsKey("x-ms-date")));
    }

    [Fact]
    public async Task A_tenant_that_does_not_know_the_account_is_asked_for_a_token_of_the_service()
    {
        using var standIn = CosmosStandIn.InTurn(() => CosmosStandIn.Answer(HttpStatusCode.OK));
        var entra = new Entra(scope => scope.Contains("local", StringComparison.Ordinal)
            ? throw new AuthenticationFailedException("AADSTS500011: The resource principal named … was not found in the tenant")
            : "token");
        using var client = standIn.Client(CosmosSigning.ByToken(entra, CosmosStandIn.Account));
        await client.SendAsync(CosmosRequests.ReadAccount, None);
        Assert.Equal(["https://local.documents.azure.com/.default", "https://cosmos.azure.com/.default"], entra.Asked);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent_and_the_mend_is_told()
    {
        using var standIn = CosmosStandIn.InTurn(() => CosmosStandIn.Answer(HttpStatusCode.OK));
        var entra = new Entra(_ => throw new CredentialUnavailableException("nobody is logged in"));
        using var client = standIn.Client(CosmosSigning.ByToken(entra, CosmosStandIn.Account));
        var e = await Assert.ThrowsAsync<Stores.StoreException>(async () => await client.SendAsync(CosmosRequests.ReadAccount, None));
        Assert.Equal(Stores.StoreFault.Denied, e.Fault);
        Assert.Contains("nobody is logged in. Give the machine an identity", e.Message, StringComparison.Ordinal);
        Assert.Empty(standIn.Asked);
    }

    /// <summary>Gives tokens as a test says.</summary>
    private sealed class Entra(Func<string, string> token) : TokenCredential
    {
        public List<string> Asked { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Asked.Add(Assert.Single(requestContext.Scopes));
            return new AccessToken(token(Asked[^1]), DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
