using System.Net.Http.Headers;
using Amazon.Runtime;

namespace Pawl.Aws.S3.Google;

/// <summary>Makes S3 requests Google Cloud Storage's. Its XML API looks at <c>If-Match</c> and <c>If-None-Match</c> only when it reads: a write
/// has its condition in <c>x-goog-if-generation-match</c>, and a generation takes the place of the ETag. A request may not mix <c>x-amz-</c>
/// and <c>x-goog-</c> headers, so all of them are renamed and the request is signed anew.</summary>
internal sealed class GoogleRequests(HttpMessageHandler inner, AWSCredentials credentials) : DelegatingHandler(inner)
{
    private const string AmazonPrefix = "x-amz-", SdkPrefix = "amz-sdk-", Condition = "x-goog-if-generation-match", Generation = "x-goog-generation";

    // With a dash in it, the SDK doesn't take a tag for the MD5 of the content.
    private const string TagPrefix = "generation-";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers;
        Rename(headers, "x-amz-date", GoogleSigner.DateHeader, value => value);
        Rename(headers, "x-amz-content-sha256", GoogleSigner.ContentHashHeader, value => value);
        foreach (var (name, _) in headers.NonValidated.ToList())
        {
            if (name.StartsWith(AmazonPrefix, StringComparison.OrdinalIgnoreCase) || name.StartsWith(SdkPrefix, StringComparison.OrdinalIgnoreCase))
                headers.Remove(name);
        }

        if (request.Method == HttpMethod.Put)
        {
            Rename(headers, "If-Match", Condition, tag => tag.Trim('"')[TagPrefix.Length..]);
            if (headers.Remove("If-None-Match"))
                headers.Add(Condition, "0");
        }

        var keys = await credentials.GetCredentialsAsync().ConfigureAwait(false);
        headers.Remove("Authorization");
        headers.TryAddWithoutValidation("Authorization", GoogleSigner.Sign(request, keys.AccessKey, keys.SecretKey));
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Headers.TryGetValues(Generation, out var generation))
            response.Headers.ETag = new EntityTagHeaderValue($"\"{TagPrefix}{generation.First()}\"");
        return response;
    }

    private static void Rename(HttpRequestHeaders headers, string from, string to, Func<string, string> change)
    {
        if (!headers.NonValidated.TryGetValues(from, out var values))
            return;
        var value = values.ToString();
        headers.Remove(from);
        headers.TryAddWithoutValidation(to, change(value));
    }
}
