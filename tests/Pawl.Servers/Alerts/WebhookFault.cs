namespace Pawl.Servers.Alerts;

/// <summary>How a receiver of webhooks answers.</summary>
public enum WebhookFault
{
    /// <summary>As it should: 200.</summary>
    None,

    /// <summary>500, after it has taken the message: the sender must think that it didn't.</summary>
    Error,

    /// <summary>429 with Retry-After.</summary>
    TooMany,

    /// <summary>404.</summary>
    Gone,

    /// <summary>A redirect to itself, with another path.</summary>
    Redirect,

    /// <summary>Megabytes of answer.</summary>
    Flood,

    /// <summary>Nothing at all.</summary>
    Hang,

    /// <summary>The connection is cut before the request was read.</summary>
    CutEarly,

    /// <summary>The connection is cut in the middle of the answer's head.</summary>
    CutLate,
}
