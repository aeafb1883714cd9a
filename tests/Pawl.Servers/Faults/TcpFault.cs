namespace Pawl.Servers.Faults;

/// <summary>What a proxy does to one piece of a TCP stream.</summary>
public enum TcpFault
{
    /// <summary>Forwards it.</summary>
    Pass,

    /// <summary>Cuts the connection; the piece is lost.</summary>
    CutBefore,

    /// <summary>Forwards it, then cuts the connection: on the way to the server, its answer is lost.</summary>
    CutAfter,

    /// <summary>Waits before it forwards.</summary>
    Delayed,
}
