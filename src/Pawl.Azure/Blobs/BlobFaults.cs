using Azure;
using Azure.Identity;
using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Azure.Blobs;

/// <summary>What Azure's errors mean for a store, and what to do about them.</summary>
/// <param name="location">The store, for people.</param>
internal sealed class BlobFaults(string location)
{
    /// <summary>The service answered with an error, also after all retries; or with none at all.</summary>
    /// <param name="e">The error.</param>
    /// <param name="right">The right that the call needs, for people.</param>
    public StoreException Answered(RequestFailedException e, string right) => e.ErrorCode switch
    {
        // https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes
        "ContainerNotFound" or "ResourceNotFound" => Fault(StoreFault.Unreachable, e, $"there is no such container; make it with `pawl store create {location}`"),
        "ContainerBeingDeleted" => Fault(StoreFault.Unreachable, e, "its container is being deleted; wait a minute, then make it again"),
        "LeaseIdMissing" => Fault(StoreFault.ReadOnly, e, "somebody holds a lease on a blob of Pawl's; break the lease"),
        "BlobImmutableDueToPolicy" => Fault(StoreFault.ReadOnly, e, "an immutability policy or a legal hold forbids the change; take it off, or use another container"),
        "AccountIsDisabled" => Fault(StoreFault.Denied, e, "its storage account is disabled"),
        _ => AnsweredWith(e, right),
    };

    /// <summary>No credentials were found, or they were refused.</summary>
    public StoreException NotSigned(AuthenticationFailedException e) => new(
        StoreFault.Denied,
        $"{location}: there are no valid Azure credentials: {FirstLine(e.Message)}. Give the machine an identity, log in (`az login`), or set AZURE_STORAGE_CONNECTION_STRING",
        e);

    /// <summary>There was no answer.</summary>
    public StoreException NotAnswered(Exception e, string what) => new(
        StoreFault.Unreachable, $"{location} doesn't answer: {what}; see to the network and the account's name, then try again", e);

    private StoreException AnsweredWith(RequestFailedException e, string right) => e.Status switch
    {
        0 => NotAnswered(e, FirstLine(e.Message)),
        401 or 403 => Fault(
            StoreFault.Denied, e,
            $"the credentials are wrong or expired, this machine's clock is, or they don't allow {right}; see `pawl store policy {location}`"),
        429 or 503 => Fault(StoreFault.Busy, e, "it stays throttled; try again later, or spread the builds over more accounts"),
        >= 500 => Fault(StoreFault.Unreachable, e, "the service is in trouble; try again later"),
        413 => Fault(StoreFault.Full, e, "the object is larger than the service takes"),
        409 or 412 => Fault(StoreFault.ReadOnly, e, "the service refuses the change in the container's present state"),
        _ => Fault(StoreFault.Unsuitable, e, "the service doesn't take the request; is it Azure Blob Storage?"),
    };

    // The exception's own message quotes headers and what was signed: only its code is for people.
    private StoreException Fault(StoreFault fault, RequestFailedException e, string mend) => new(
        fault, $"{location} can't be used: {mend} ({e.Status} {Redactor.Standard.Redact(e.ErrorCode ?? "without a code")})", e);

    private static string FirstLine(string text) => Redactor.Standard.Redact(text.Split(["\n", ". See "], 2, StringSplitOptions.None)[0].Trim().TrimEnd('.'));
}
