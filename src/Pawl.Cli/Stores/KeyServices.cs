using Pawl.Cli.Output;
using Pawl.Sealing;

namespace Pawl.Cli.Stores;

/// <summary>The services that keep keys and never give them out: one line each.</summary>
internal static class KeyServices
{
    /// <summary>Opens a key by its URL.</summary>
    /// <exception cref="UsageException">It is no URL of a key.</exception>
    public static IKeyProvider Open(string url, string variable) =>
        throw new UsageException($"{variable} `{Visible.Line(url)}` names no key service that this program knows");
}
