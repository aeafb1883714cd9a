using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Pawl.Cosmos.Rest;

/// <summary>Dates and signs each try of a request anew: the service refuses dates older than a quarter of an hour.</summary>
internal abstract class CosmosSigning : HttpPipelineSynchronousPolicy
{
    private const string Authorization = "Authorization";
    private const string Bearer = "Bearer ";

    /// <summary>By an account's key.</summary>
    public static HttpPipelinePolicy[] ByKey(byte[] key) => [new Key(key)];

    /// <summary>By tokens of Microsoft Entra ID, each asked for once and kept while it is valid.</summary>
    public static HttpPipelinePolicy[] ByToken(TokenCredential credential, Uri account) =>
        [new BearerTokenAuthenticationPolicy(new CosmosTokens(credential), $"https://{account.Host}/.default"), new Token()];

    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        var date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
        message.Request.Headers.SetValue("x-ms-date", date);
        message.Request.Headers.SetValue("x-ms-version", "2018-12-31");
        message.Request.Headers.SetValue(Authorization, Sign(message, date));
    }

    private protected abstract string Sign(HttpMessage message, string date);

    private sealed class Key(byte[] key) : CosmosSigning
    {
        private protected override string Sign(HttpMessage message, string date) => message.TryGetProperty(typeof(CosmosResource), out var resource)
            ? CosmosSignature.ByKey(key, message.Request.Method.Method, (CosmosResource)resource!, date)
            : throw new InvalidOperationException("the request doesn't say what it is about");
    }

    /// <summary>Azure's policy before this one has written the token as other services want it.</summary>
    private sealed class Token : CosmosSigning
    {
        private protected override string Sign(HttpMessage message, string date) =>
            message.Request.Headers.TryGetValue(Authorization, out var bearer) && bearer.StartsWith(Bearer, StringComparison.Ordinal)
                ? CosmosSignature.ByToken(bearer[Bearer.Length..])
                : throw new InvalidOperationException("the request has no token");
    }
}
