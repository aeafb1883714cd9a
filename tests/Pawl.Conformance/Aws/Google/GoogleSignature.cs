using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pawl.Conformance.Aws.Google;

/// <summary>Checks requests as https://cloud.google.com/storage/docs/authentication/canonical-requests says: the service's side of a signature.</summary>
internal sealed partial class GoogleSignature(string accessKey, string secretKey)
{
    /// <summary>What is wrong with a request; null when nothing is.</summary>
    public string? Complaint(HttpRequest request, byte[] body)
    {
        if (request.Headers.Keys.Any(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)))
            return "Requests cannot specify both x-amz and x-goog headers";
        if (Form().Match(request.Headers.Authorization.ToString()) is not { Success: true } form)
            return $"no such authorization: {request.Headers.Authorization}";
        var signed = form.Groups["headers"].Value.Split(';');
        var forgotten = request.Headers.Keys.Select(name => name.ToLowerInvariant()).Where(name => name.StartsWith("x-goog-", StringComparison.Ordinal)).Except(signed);
        if (forgotten.FirstOrDefault() is { } unsigned)
            return $"{unsigned} is not signed";
        var hash = request.Headers["x-goog-content-sha256"].ToString();
        if (hash != "UNSIGNED-PAYLOAD" && hash != Hex(SHA256.HashData(body)))
            return "the body isn't the one that was signed";
        var expected = Sign(request, signed, request.Headers["x-goog-date"].ToString(), hash);
        return form.Groups["key"].Value == accessKey && form.Groups["signature"].Value == expected ? null : "the signature doesn't match";
    }

    private string Sign(HttpRequest request, string[] signed, string time, string hash)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        var query = target.Length == 1 || target[1].Length == 0 ? [] : target[1].Split('&');
        var canonical = new StringBuilder()
            .Append(request.Method).Append('\n')
            .Append(target[0]).Append('\n')
            .AppendJoin('&', query.Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=").Order(StringComparer.Ordinal)).Append('\n');
        foreach (var name in signed.Order(StringComparer.Ordinal))
            canonical.Append(name).Append(':').Append(name == "host" ? request.Host.Value : request.Headers[name].ToString()).Append('\n');
        canonical.Append('\n').AppendJoin(';', signed).Append('\n').Append(hash);
        var day = time[..8];
        var text = $"GOOG4-HMAC-SHA256\n{time}\n{day}/auto/storage/goog4_request\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        var key = Encoding.UTF8.GetBytes("GOOG4" + secretKey);
        foreach (var part in (string[])[day, "auto", "storage", "goog4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex("^GOOG4-HMAC-SHA256 Credential=(?<key>[^/]+)/[0-9]{8}/auto/storage/goog4_request, SignedHeaders=(?<headers>[a-z0-9;-]+), Signature=(?<signature>[0-9a-f]{64})$", RegexOptions.None, 1_000)]
    private static partial Regex Form();
}
