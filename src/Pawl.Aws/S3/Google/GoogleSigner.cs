using System.Security.Cryptography;
using System.Text;

namespace Pawl.Aws.S3.Google;

/// <summary>Signs requests to Google Cloud Storage's XML API with an HMAC key.</summary>
/// <remarks>https://cloud.google.com/storage/docs/authentication/signatures and canonical-requests.</remarks>
internal static class GoogleSigner
{
    /// <summary>The header that carries the time, <c>20260102T030405Z</c>.</summary>
    public const string DateHeader = "x-goog-date";

    /// <summary>The header that carries the body's SHA-256.</summary>
    public const string ContentHashHeader = "x-goog-content-sha256";

    private const string Algorithm = "GOOG4-HMAC-SHA256", Extensions = "x-goog-", Region = "auto", Service = "storage", End = "goog4_request";

    /// <summary>The Authorization header's value. The time and the body's hash stand in their headers already.</summary>
    public static string Sign(HttpRequestMessage request, string accessKey, string secretKey)
    {
        var time = request.Headers.GetValues(DateHeader).Single();
        var day = time[..8];
        var scope = $"{day}/{Region}/{Service}/{End}";
        var headers = SignedHeaders(request);
        var names = string.Join(';', headers.Keys);
        var canonical = string.Join(
            '\n',
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            Query(request.RequestUri),
            string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n")),
            names,
            headers[ContentHashHeader]);
        var text = $"{Algorithm}\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = ((string[])[day, Region, Service, End]).Aggregate(Encoding.UTF8.GetBytes($"GOOG4{secretKey}"), Mac);
        return $"{Algorithm} Credential={accessKey}/{scope}, SignedHeaders={names}, Signature={Hex(Mac(key, text))}";
    }

    // Google's front end changes some of the other headers on the way.
    private static SortedDictionary<string, string> SignedHeaders(HttpRequestMessage request)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.Headers.Host ?? request.RequestUri!.Authority };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (name.StartsWith(Extensions, StringComparison.OrdinalIgnoreCase))
                headers[name.ToLowerInvariant()] = string.Join(',', values.Select(value => value.Trim()));
        }

        return headers;
    }

    private static string Query(Uri url) => string.Join('&', url.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : $"{pair}=")
        .Order(StringComparer.Ordinal));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
