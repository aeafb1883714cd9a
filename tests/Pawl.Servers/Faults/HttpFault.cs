namespace Pawl.Servers.Faults;

/// <summary>What a proxy does to one HTTP request.</summary>
public enum HttpFault
{
    /// <summary>Forwards it and answers.</summary>
    Pass,

    /// <summary>Cuts the connection; the server never hears of the request.</summary>
    CutBefore,

    /// <summary>Forwards it, then cuts the connection instead of answering.</summary>
    LostAnswer,

    /// <summary>Forwards it, answers with half of the body, then cuts the connection. Without a body it is a lost answer.</summary>
    HalfAnswer,

    /// <summary>Forwards it twice and gives the second answer, as something on the way that tried again by itself.</summary>
    Doubled,

    /// <summary>Forwards it and answers; the request arrives once more later, when its sender has long gone on.</summary>
    Echoed,

    /// <summary>Waits before it forwards and answers.</summary>
    Delayed,

    /// <summary>Answers as the service does when it throttles; the server never hears of the request.</summary>
    Busy,

    /// <summary>Answers as the service does when it fails inside; the server never hears of the request.</summary>
    ServerError,
}
