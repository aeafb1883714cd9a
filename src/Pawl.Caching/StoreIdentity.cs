using System.Net;
using Pawl.Stores;

namespace Pawl.Caching;

/// <summary>Tells stores apart whose locations read the same: a folder is another one on each machine, and so is what listens on localhost.</summary>
public static class StoreIdentity
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";
    private const string NetworkLink = "/proc/self/ns/net";

    /// <summary>The same text in all processes that work on the same store, and another one for each other store; null when that can't be told,
    /// as of a folder that isn't there yet.</summary>
    /// <param name="url">The store's URL.</param>
    /// <param name="location">The store's location.</param>
    public static string? Of(StoreUrl url, string location) => url switch
    {
        { Scheme: "sqlite" or "sqlcipher" or "dir" } => FileKinds.IdentityOf(url.Path) is { } folder ? $"folder {Boot()} {folder.Device}:{folder.Inode}" : null,
        _ when IsHere(url) => $"{Boot()} {File.ResolveLinkTarget(NetworkLink, returnFinalTarget: false)?.Name} {location}",
        _ => location,
    };

    private static string Boot() => File.ReadAllText(BootFile).Trim();

    private static bool IsHere(StoreUrl url) =>
        IsLoopback(url.Authority[(url.Authority.LastIndexOf('@') + 1)..])
        || (url.Setting("endpoint") is { } endpoint && Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.IsLoopback);

    private static bool IsLoopback(string place)
    {
        var host = place.LastIndexOf(':') is var colon and >= 0 && !place.EndsWith(']') ? place[..colon] : place;
        return host.Length == 0 || host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
