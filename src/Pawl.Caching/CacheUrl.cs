using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pawl.Stores;

namespace Pawl.Caching;

/// <summary>Which Redis is the cache: <c>redis://[USER@]HOST[:PORT][/DB][?prefix=NAME]</c>, or <c>rediss://</c> for TLS. Never holds a password.</summary>
/// <param name="Host">The host's name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Database">The number of the database.</param>
/// <param name="Prefix">What all keys begin with.</param>
/// <param name="User">The user to log in as; empty for the default one.</param>
/// <param name="Channel">How the connection is made.</param>
public sealed record CacheUrl(string Host, int Port, int Database, string Prefix, string User, CacheChannel Channel)
{
    private const int UsualPort = 6379;
    private const string Form = "redis://[USER@]HOST[:PORT][/DB][?prefix=NAME]";

    /// <summary>Reads a URL; false with a sentence that says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CacheUrl? url, [NotNullWhen(false)] out string? complaint)
    {
        url = null;
        if (!StoreUrl.TryParse(text, out var parts, out complaint))
            return false;
        (url, complaint) = Read(parts);
        return url is not null;
    }

    /// <summary>The URL as it would be written.</summary>
    public override string ToString()
    {
        var user = User.Length > 0 ? $"{User}@" : "";
        return $"{(Channel == CacheChannel.Tls ? "rediss" : "redis")}://{user}{Host}:{Port}/{Database}?prefix={Uri.EscapeDataString(Prefix)}";
    }

    private static (CacheUrl? Url, string? Complaint) Read(StoreUrl parts)
    {
        if (parts.Scheme is not ("redis" or "rediss"))
            return (null, $"there is no such kind of cache; it looks like {Form}");
        if (parts.Settings.Keys.FirstOrDefault(name => name != "prefix") is { } unknown)
            return (null, $"there is no setting `{unknown}`; it takes prefix");
        var at = parts.Authority.LastIndexOf('@');
        var (host, port) = Split(parts.Authority[(at + 1)..]);
        if (host.Length == 0 || port is null)
            return (null, $"it needs a host, and a port from 1 to 65535: {Form}");
        if (DatabaseOf(parts) is not { } database)
            return (null, $"what follows the host must be the number of a database: {Form}");
        if (parts.Setting("prefix") is { } prefix && !IsPrefix(prefix))
            return (null, "prefix must be 1 to 64 letters, digits, `.`, `_`, `-` or `:`");
        var channel = parts.Scheme == "rediss" ? CacheChannel.Tls : CacheChannel.Plain;
        return (new CacheUrl(host, port.Value, database, parts.Setting("prefix") ?? "pawl", at > 0 ? parts.Authority[..at] : "", channel), null);
    }

    private static (string Host, int? Port) Split(string place)
    {
        var colon = place.LastIndexOf(':');
        if (colon < 0 || place.EndsWith(']'))
            return (place, UsualPort);
        return (place[..colon], int.TryParse(place[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535 ? port : null);
    }

    private static int? DatabaseOf(StoreUrl parts) => parts.Segments switch
    {
        [] => 0,
        [var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var database) => database,
        _ => null,
    };

    private static bool IsPrefix(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or ':');
}

/// <summary>How the connection to the cache is made.</summary>
public enum CacheChannel
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>Encrypted, and the server's certificate is checked.</summary>
    Tls,
}
