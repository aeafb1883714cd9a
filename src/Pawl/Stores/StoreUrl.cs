using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Pawl.Stores;

/// <summary>Where a store is: <c>scheme://authority/path?setting=value</c>. Never holds a password: credentials come from each cloud's own
/// chain.</summary>
/// <param name="Scheme">Which kind of store, in small letters.</param>
/// <param name="Authority">Bucket, container, table, account or host; empty when the scheme needs none.</param>
/// <param name="Path">What follows, with its leading slash if there is one, decoded; empty when there is nothing.</param>
/// <param name="Settings">The query's settings.</param>
public sealed record StoreUrl(string Scheme, string Authority, string Path, ImmutableSortedDictionary<string, string> Settings)
{
    private const string Separator = "://";

    /// <summary>No settings.</summary>
    public static ImmutableSortedDictionary<string, string> NoSettings { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The path's parts, without empty ones.</summary>
    public ImmutableArray<string> Segments => [.. Path.Split('/', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>True when the text has the form of a URL, whether or not it is a good one.</summary>
    public static bool LooksLikeOne(string text) => text.Contains(Separator, StringComparison.Ordinal);

    /// <summary>Reads a URL; false with a sentence that says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out StoreUrl? url, [NotNullWhen(false)] out string? complaint)
    {
        (url, complaint) = Read(text);
        return url is not null;
    }

    /// <summary>The value of a setting; null when it isn't given.</summary>
    public string? Setting(string name) => Settings.GetValueOrDefault(name);

    /// <summary>Checks that no other settings than these are given.</summary>
    /// <exception cref="StoreUrlException">There is one that this kind of store doesn't know.</exception>
    public void RequireSettings(params ReadOnlySpan<string> known)
    {
        foreach (var name in Settings.Keys)
        {
            if (!known.Contains(name))
                throw new StoreUrlException(this, $"there is no setting `{name}`; {(known.IsEmpty ? "it takes none" : $"it takes {string.Join(", ", known!)}")}");
        }
    }

    /// <summary>The URL as it would be written.</summary>
    public override string ToString()
    {
        var query = string.Join('&', Settings.Select(s => $"{s.Key}={Escape(s.Value)}"));
        return $"{Scheme}{Separator}{Authority}{EscapePath(Path)}{(query.Length > 0 ? "?" : "")}{query}";
    }

    // A URL inside a URL stays readable: colons and slashes mean nothing in a query.
    private static string Escape(string value) =>
        Uri.EscapeDataString(value).Replace("%3A", ":", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal);

    // A path stays readable: only what would be read as something else is escaped.
    private static string EscapePath(string path) =>
        string.Concat(path.Select(c => c is '%' or '?' || char.IsControl(c) ? Uri.EscapeDataString(c.ToString()) : c.ToString()));

    private static (StoreUrl? Url, string? Complaint) Read(string text)
    {
        if (text.Any(char.IsControl))
            return (null, "it has a control character in it");
        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        if (end <= 0 || !text[..end].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-'))
            return (null, "it must begin with the kind of store, such as sqlite:// or s3://");
        var rest = text[(end + Separator.Length)..];
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var query = mark >= 0 ? rest[(mark + 1)..] : "";
        var place = mark >= 0 ? rest[..mark] : rest;
        var slash = place.IndexOf('/', StringComparison.Ordinal) is var at and >= 0 ? at : place.Length;
        var authority = place[..slash];
        if (authority.LastIndexOf('@') is var user and >= 0 && authority[..user].Contains(':', StringComparison.Ordinal))
            return (null, "it has a password in it; leave that out: credentials come from the environment, a profile or a role");
        return ReadSettings(query) is { } settings
            ? (new StoreUrl(text[..end].ToLowerInvariant(), authority, Uri.UnescapeDataString(place[slash..]), settings), null)
            : (null, "its settings must look like ?name=value&name=value, each once");
    }

    private static ImmutableSortedDictionary<string, string>? ReadSettings(string query)
    {
        var settings = NoSettings.ToBuilder();
        foreach (var setting in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !settings.TryAdd(setting[..equals], Uri.UnescapeDataString(setting[(equals + 1)..])))
                return null;
        }

        return settings.ToImmutable();
    }
}

/// <summary>A store's URL is not one that its kind of store understands.</summary>
public sealed class StoreUrlException(StoreUrl url, string complaint) : Exception($"the store {url}: {complaint}");
