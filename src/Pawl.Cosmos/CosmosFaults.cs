using System.Net;
using Azure.Identity;
using Pawl.Cosmos.Rest;
using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Cosmos;

/// <summary>What Cosmos DB's errors mean for a store, and what to do about them.</summary>
/// <param name="location">The store, for people.</param>
internal sealed class CosmosFaults(string location)
{
    // https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb
    private const string PartitionIsFull = "1014";

    /// <summary>An answer that isn't one of those expected, also after all tries.</summary>
    public StoreException Answered(CosmosAnswer answer) => answer switch
    {
        { Status: HttpStatusCode.NotFound } => Missing(),
        { Status: HttpStatusCode.Forbidden, Substatus: PartitionIsFull } => Fault(StoreFault.Full, answer, "a build's partition has reached the service's limit of 20 GB"),
        { Status: HttpStatusCode.TooManyRequests } => Fault(StoreFault.Busy, answer, "it stays throttled; give it more request units, or let fewer workers run at a time"),
        _ when CosmosTrouble.Passes(answer.Status, answer.Substatus) => Fault(StoreFault.Unreachable, answer, "the service is in trouble; try again later"),
        { Status: HttpStatusCode.Unauthorized } => Fault(StoreFault.Denied, answer, $"the credentials are wrong or expired, this machine's clock is, or they don't allow this; see `pawl store policy {location}`"),
        { Status: HttpStatusCode.Forbidden } => Fault(StoreFault.Denied, answer, $"the credentials have expired or don't allow this, see `pawl store policy {location}`; or the account's firewall keeps this machine out"),
        { Status: HttpStatusCode.RequestEntityTooLarge } => Fault(StoreFault.Full, answer, "an object is larger than the 2 MB that an item may have"),
        _ => Fault(StoreFault.Unsuitable, answer, "the service doesn't take the request; is it Cosmos DB for NoSQL?"),
    };

    /// <summary>There was no answer, or nothing to sign the request with.</summary>
    public StoreException Failed(Exception e) => e switch
    {
        AggregateException tries => Failed(tries.InnerExceptions[^1]),
        AuthenticationFailedException unsigned => NotSigned(unsigned),
        OperationCanceledException => NotAnswered(e, "no answer came in time"),
        _ => NotAnswered(e, FirstLine(e.GetBaseException().Message)),
    };

    /// <summary>The store breaks a promise, or is another program's.</summary>
    public StoreException Unsuitable(string why) => new(StoreFault.Unsuitable, $"{location} can't hold builds: {why}");

    private StoreException Missing() => new(StoreFault.Unreachable, $"{location}: there is no such database or container; make it with `pawl store create {location}`");

    private StoreException NotSigned(AuthenticationFailedException e) => new(
        StoreFault.Denied,
        $"{location}: there are no valid Azure credentials: {FirstLine(e.Message)}. Give the machine an identity, log in (`az login`), or set AZURE_COSMOS_CONNECTION_STRING",
        e);

    private StoreException NotAnswered(Exception e, string what) => new(
        StoreFault.Unreachable, $"{location} doesn't answer: {what}; see to the network and the account's name, then try again", e);

    // The service's own text names what was signed and where it went: only its codes are for people.
    private StoreException Fault(StoreFault fault, CosmosAnswer answer, string mend) => new(
        fault, $"{location} can't be used: {mend} ({(int)answer.Status}/{Redactor.Standard.Redact(answer.Substatus)})");

    private static string FirstLine(string text) => Redactor.Standard.Redact(text.Split(["\n", ". See "], 2, StringSplitOptions.None)[0].Trim().TrimEnd('.'));
}
