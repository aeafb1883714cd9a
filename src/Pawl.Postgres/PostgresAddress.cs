using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;
using Pawl.Stores;

namespace Pawl.Postgres;

/// <summary>Where a store is, read from its URL once.</summary>
/// <param name="Host">A host name, an address, or the folder of a Unix socket.</param>
/// <param name="Port">Its port.</param>
/// <param name="User">Who signs in; empty when the URL doesn't say: <c>PGUSER</c>, else the user of the system.</param>
/// <param name="Database">The database.</param>
/// <param name="Schema">The schema in it that holds the tables.</param>
/// <param name="Encryption">What is demanded of TLS.</param>
internal sealed record PostgresAddress(string Host, int Port, string User, string Database, string Schema, SslMode Encryption)
{
    private const string DefaultSchema = "pawl";
    private const int DefaultPort = 5432, LongestSchema = 40, LongestName = 63;

    /// <summary>The URL without what isn't needed to find the store.</summary>
    public string Location => $"{PostgresKind.SchemeName}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}/{Database}"
        + (Schema == DefaultSchema ? "" : $"?schema={Schema}");

    /// <summary>The schema's name as SQL writes it.</summary>
    public string SqlSchema => Quote(Schema);

    /// <summary>The channel on which changes are told.</summary>
    public string Channel => $"{Schema}_builds";

    /// <summary>A name as SQL writes it, whatever characters it has.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Reads a URL.</summary>
    /// <exception cref="StoreUrlException">It isn't right.</exception>
    public static PostgresAddress Of(StoreUrl url)
    {
        url.RequireSettings("schema", "sslmode");
        var at = url.Authority.LastIndexOf('@');
        var user = at < 0 ? "" : Uri.UnescapeDataString(url.Authority[..at]);
        if (at == 0 || user.Length > LongestName)
            throw new StoreUrlException(url, $"before the @ stands a user's name, up to {LongestName} characters");
        var (host, port) = ReadHost(url, url.Authority[(at + 1)..]);
        if (url.Segments is not [var database] || database.Length > LongestName)
            throw new StoreUrlException(url, $"after the host stands one database's name, up to {LongestName} characters");
        return new PostgresAddress(host, port, user, database, ReadSchema(url), ReadEncryption(url));
    }

    /// <summary>The same server's database that every cluster has, from where others are created.</summary>
    public PostgresAddress Maintenance => this with { Database = "postgres" };

    private static (string Host, int Port) ReadHost(StoreUrl url, string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        if (end < 0)
            end = text.Length;
        var host = Uri.UnescapeDataString(text[..end].Trim('[', ']'));
        var port = DefaultPort;
        if (host.Length == 0 || host.Contains(',', StringComparison.Ordinal))
            throw new StoreUrlException(url, $"it must name one host, as in {PostgresKind.UrlForm}");
        return end == text.Length || (text[end] == ':' && TryReadPort(text[(end + 1)..], out port))
            ? (host, port)
            : throw new StoreUrlException(url, "its port must be 1 to 65535");
    }

    private static bool TryReadPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;

    private static string ReadSchema(StoreUrl url)
    {
        var schema = url.Setting("schema") ?? DefaultSchema;
        return IsSchema(schema)
            ? schema
            : throw new StoreUrlException(
                url, $"a schema's name is up to {LongestSchema} small letters, digits and underscores, begins with a letter, and not with pg_");
    }

    private static bool IsSchema([NotNullWhen(true)] string? name) =>
        name is { Length: > 0 and <= LongestSchema }
        && char.IsAsciiLetterLower(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
        && !name.StartsWith("pg_", StringComparison.Ordinal)
        && name != "information_schema";

    private static SslMode ReadEncryption(StoreUrl url) => url.Setting("sslmode") switch
    {
        null or "prefer" => SslMode.Prefer,
        "disable" => SslMode.Disable,
        "require" => SslMode.Require,
        "verify-ca" => SslMode.VerifyCA,
        "verify-full" => SslMode.VerifyFull,
        _ => throw new StoreUrlException(url, "sslmode is disable, prefer, require, verify-ca or verify-full"),
    };
}
