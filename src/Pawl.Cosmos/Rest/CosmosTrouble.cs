using System.Net;
using Azure.Core;

namespace Pawl.Cosmos.Rest;

/// <summary>Tells answers that pass with time from those that stay.</summary>
internal sealed class CosmosTrouble : ResponseClassifier
{
    // Of a 403: the account is being moved to another region, or isn't known there yet.
    private const string WritesAreElsewhere = "3", AccountIsElsewhere = "1008";

    /// <summary>True when the same request may be answered otherwise a moment later. Every write of Pawl's is conditional, so it may be sent
    /// again: one that was done already is refused the second time.</summary>
    public static bool Passes(HttpStatusCode status, string substatus) => status switch
    {
        HttpStatusCode.RequestTimeout or HttpStatusCode.Gone or HttpStatusCode.TooManyRequests or (HttpStatusCode)449 => true,
        HttpStatusCode.Forbidden => substatus is WritesAreElsewhere or AccountIsElsewhere,
        _ => status >= HttpStatusCode.InternalServerError,
    };

    /// <inheritdoc/>
    public override bool IsRetriableResponse(HttpMessage message) =>
        Passes((HttpStatusCode)message.Response.Status, CosmosAnswer.SubstatusOf(message.Response));
}
