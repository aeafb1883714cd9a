using System.Collections.Immutable;

namespace Pawl.Secrets;

/// <summary>Whether what begins at a place of a line is no secret, by what stands before it.</summary>
internal delegate bool PublicValue(string line, int start);

/// <summary>Random text that everybody may read: hashes, fingerprints, certificates, ids.</summary>
internal static class KnownPublic
{
    // What is read to the left is bounded.
    private const int LongestName = 64;
    private const int LongestPath = 256;

    // What comes between a name and its value.
    private const string Separators = " \t\"'`=:>([{,\\-";

    private static readonly ImmutableArray<string> Names =
    [
        "hash", "sha1", "sha2", "sha3", "sha5", "sha-", "shasum", "md5", "crc32", "digest", "checksum", "integrity", "fingerprint", "etag", "certificate", "x5c", "x509", "public",
        "version", "revision", "commit", "nonce", "accessor", "serial", "uuid", "cursor",
    ];

    // go.sum and Terraform's lock file: h1:, zh:
    private static readonly ImmutableArray<string> WholeNames = ["h1", "zh", "id", "ids", "kid", "sum", "sha", "oid", "pub", "cert", "base64"];

    private static readonly ImmutableArray<string> Ends = ["-id-2", "_id", "-id", "Id", "ID"];

    // Keys for SSH, mangled names of C++ and Rust, certificates and public keys in base64, hashes as npm writes them.
    private static readonly ImmutableArray<string> Beginnings =
        ["AAAA", "_Z", "_R", "LS0tLS1CRUdJTiBDRVJU", "LS0tLS1CRUdJTiBQVUJM", "sha1-", "sha256-", "sha384-", "sha512-", "md5-"];

    /// <summary>Nothing is public.</summary>
    public static bool Never(string line, int start) => false;

    /// <summary>The name before it says that it is public: <c>sha512-</c>, <c>"contentHash": "</c>, <c>x-amz-id-2: </c>.</summary>
    public static bool IsNamed(string line, int start)
    {
        var end = start;
        while (end > 0 && end > start - LongestName && Separators.Contains(line[end - 1]))
            end--;
        if (end == start)
            return false;
        var from = end;
        while (from > 0 && from > end - LongestName && (char.IsAsciiLetterOrDigit(line[from - 1]) || line[from - 1] is '_' or '-' or '.'))
            from--;
        var name = line.AsSpan(from, end - from);
        return ContainsAny(name, Names) || EqualsAny(name, WholeNames) || EndsWithAny(name, Ends);
    }

    /// <summary>It begins as what is public does.</summary>
    public static bool Begins(ReadOnlySpan<char> text)
    {
        foreach (var beginning in Beginnings)
        {
            if (text.StartsWith(beginning, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>It stands in a file's path or a URL's, or is a file's name: what follows <c>?</c> isn't.</summary>
    public static bool IsPath(string line, int start, int end)
    {
        if (line[start] is '/' || (end + 1 < line.Length && line[end] == '.' && char.IsAsciiLetterOrDigit(line[end + 1])))
            return true;
        for (var at = start - 1; at >= 0 && at > start - LongestPath && !char.IsWhiteSpace(line[at]) && line[at] is not ('"' or '\'' or '?' or '=' or '&'); at--)
        {
            if (line[at] == '/')
                return true;
        }

        return false;
    }

    private static bool ContainsAny(ReadOnlySpan<char> name, ImmutableArray<string> words)
    {
        foreach (var word in words)
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool EqualsAny(ReadOnlySpan<char> name, ImmutableArray<string> words)
    {
        foreach (var word in words)
        {
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool EndsWithAny(ReadOnlySpan<char> name, ImmutableArray<string> ends)
    {
        foreach (var end in ends)
        {
            if (name.EndsWith(end, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
