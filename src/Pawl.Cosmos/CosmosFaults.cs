using System.Net;
using Azure.Identity;
using Microsoft.Azure.Cosmos;
using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Cosmos;

/// <summary>What Cosmos DB's errors mean for a store, and what to do about them.</summary>
/// <param name="location">The store, for people.</param>
internal sealed class CosmosFaults(string location)
{
    // https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb
    private const string OwnerIsMissing = "1003", PartitionIsFull = "1014";

    /// <summary>An answer that isn't one of those expected.</summary>
    public StoreException Answered(HttpStatusCode status, string? substatus, Exception? cause = null)
    {
        var code = new Code(status, substatus, cause);
        return (status, substatus) switch
        {
            (HttpStatusCode.NotFound, _) => Missing(),
            (HttpStatusCode.Forbidden, PartitionIsFull) => Fault(StoreFault.Full, code, "a build's partition has reached the service's limit of 20 GB"),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => Fault(StoreFault.Denied, code, $"the credentials are wrong or expired, this machine's clock is, or they don't allow this; see `pawl store policy {location}`"),
            (HttpStatusCode.TooManyRequests, _) => Fault(StoreFault.Busy, code, "it stays throttled; give it more request units, or let fewer workers run at a time"),
            (HttpStatusCode.RequestEntityTooLarge, _) => Fault(StoreFault.Full, code, "an object is larger than the 2 MB that an item may have"),
            (>= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.Gone or (HttpStatusCode)449, _) =>
                Fault(StoreFault.Unreachable, code, "the service is in trouble; try again later"),
            _ => Fault(StoreFault.Unsuitable, code, "the service doesn't take the request; is it Cosmos DB for NoSQL?"),
        };
    }

    /// <summary>The container isn't there.</summary>
    public StoreException Missing() => new(StoreFault.Unreachable, $"{location}: there is no such database or container; make it with `pawl store create {location}`");

    /// <summary>No credentials were found, or they were refused.</summary>
    public StoreException NotSigned(AuthenticationFailedException e) => new(
        StoreFault.Denied,
        $"{location}: there are no valid Azure credentials: {FirstLine(e.Message)}. Give the machine an identity, log in (`az login`), or set AZURE_COSMOS_CONNECTION_STRING",
        e);

    /// <summary>There was no answer.</summary>
    public StoreException NotAnswered(Exception e, string what) => new(
        StoreFault.Unreachable, $"{location} doesn't answer: {what}; see to the network and the account's name, then try again", e);

    /// <summary>The store breaks a promise, or is another program's.</summary>
    public StoreException Unsuitable(string why) => new(StoreFault.Unsuitable, $"{location} can't hold builds: {why}");

    /// <summary>What the SDK threw.</summary>
    public StoreException Thrown(CosmosException e) => Innermost(e) switch
    {
        AuthenticationFailedException unsigned => NotSigned(unsigned),
        HttpRequestException cut => NotAnswered(e, FirstLine(cut.Message)),
        _ => Answered(e.StatusCode, $"{e.SubStatusCode}", e),
    };

    /// <summary>True for an answer that says that the container or its database is gone.</summary>
    public static bool IsOwnerMissing(ResponseMessage answer) => answer.StatusCode == HttpStatusCode.NotFound && Substatus(answer) == OwnerIsMissing;

    /// <summary>The finer code that an answer has.</summary>
    public static string? Substatus(ResponseMessage answer) => answer.Headers["x-ms-substatus"];

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    private static string FirstLine(string text) => Redactor.Standard.Redact(text.Split('\n', 2)[0].Trim().TrimEnd('.'));

    // The SDK's own text holds pages of diagnostics: only its codes are for people.
    private StoreException Fault(StoreFault fault, Code code, string mend) => new(
        fault, $"{location} can't be used: {mend} ({(int)code.Status}/{code.Substatus ?? "0"})", code.Cause);

    private readonly record struct Code(HttpStatusCode Status, string? Substatus, Exception? Cause);
}
