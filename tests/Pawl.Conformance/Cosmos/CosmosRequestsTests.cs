using System.Text;
using System.Text.Json;
using Azure.Core;
using Pawl.Cosmos;
using Pawl.Cosmos.Rest;
using Xunit;

namespace Pawl.Conformance.Cosmos;

/// <summary>Requests are those that the service's reference names.</summary>
public sealed class CosmosRequestsTests
{
    private static readonly CosmosRequests Requests = new(CosmosStandIn.Place);
    private static readonly ItemAddress At = ItemAddress.Of("aws/web-1/state.json");

    [Fact]
    public void An_item_is_named_by_its_id_and_its_partition()
    {
        var read = Requests.ReadItem(At);
        Assert.Equal((RequestMethod.Get, "/dbs/db/colls/builds/docs/aws%3Astate.json"), (read.Method, read.Resource.Path));
        Assert.Equal("[\"web-1\"]", Header(read, "x-ms-documentdb-partitionkey"));
        Assert.Equal((RequestMethod.Delete, read.Resource), (Requests.DeleteItem(At).Method, Requests.DeleteItem(At).Resource));
    }

    [Fact]
    public void A_partition_with_any_characters_is_named_in_ascii()
    {
        var header = Header(Requests.ReadItem(new ItemAddress("Bü\"ild \U0001F600", "x")), "x-ms-documentdb-partitionkey");
        Assert.True(Ascii.IsValid(header));
        Assert.Equal("Bü\"ild \U0001F600", JsonDocument.Parse(header).RootElement[0].GetString());
    }

    [Fact]
    public void Creating_and_replacing_are_the_conditional_writes()
    {
        var create = Requests.CreateItem(At, "{}"u8.ToArray());
        Assert.Equal((RequestMethod.Post, "/dbs/db/colls/builds/docs", ""), (create.Method, create.Resource.Path, Header(create, "If-Match")));
        Assert.DoesNotContain(create.Headers, header => header.Key.Contains("upsert", StringComparison.OrdinalIgnoreCase));
        var replace = Requests.ReplaceItem(At, "{}"u8.ToArray(), "\"tag\"");
        Assert.Equal((RequestMethod.Put, "\"tag\""), (replace.Method, Header(replace, "If-Match")));
    }

    [Theory]
    [InlineData("web-1", "", "[\"web-1\"]", "")]
    [InlineData("web-1", "+RID:~x#RT:1", "[\"web-1\"]", "")]
    [InlineData(null, "", "", "True")]
    public void A_query_asks_one_partition_or_says_that_it_asks_all(string? partition, string continuation, string partitionKey, string all)
    {
        var query = Requests.Query("{}"u8.ToArray(), partition, continuation);
        Assert.Equal("application/query+json", Header(query, "Content-Type"));
        Assert.Equal("True", Header(query, "x-ms-documentdb-isquery"));
        Assert.Equal(partitionKey, Header(query, "x-ms-documentdb-partitionkey"));
        Assert.Equal(all, Header(query, "x-ms-documentdb-query-enablecrosspartition"));
        Assert.Equal(continuation, Header(query, "x-ms-continuation"));
    }

    [Fact]
    public void No_request_asks_for_less_than_the_account_s_own_consistency() => Assert.All(
        [
            CosmosRequests.ReadAccount, Requests.ReadContainer(), Requests.ReadItem(At), Requests.CreateItem(At, default),
            Requests.ReplaceItem(At, default, "t"), Requests.DeleteItem(At), Requests.Query(default, null, ""),
        ],
        request => Assert.DoesNotContain(request.Headers, header => header.Key is "x-ms-consistency-level" or "x-ms-session-token"));

    private static string Header(CosmosRequest request, string name) => request.Headers.SingleOrDefault(header => header.Key == name).Value ?? "";
}
