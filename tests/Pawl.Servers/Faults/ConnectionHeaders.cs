namespace Pawl.Servers.Faults;

/// <summary>Headers that concern one connection and not the request: each hop has its own.</summary>
internal static class ConnectionHeaders
{
    private static readonly HashSet<string> Names = new(
        ["Connection", "Keep-Alive", "Transfer-Encoding", "Expect", "Host", "Content-Length", "Upgrade", "Proxy-Connection"],
        StringComparer.OrdinalIgnoreCase);

    public static bool Has(string name) => Names.Contains(name);
}
