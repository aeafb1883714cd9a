using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Pawl.Azure.KeyVault;

namespace Pawl.Conformance.Sealing;

/// <summary>Azure Key Vault as far as Pawl uses it, since no emulator of it can be had: it takes what the REST reference describes and nothing else,
/// and answers as that says. https://learn.microsoft.com/rest/api/keyvault/keys/wrap-key</summary>
internal sealed class KeyVaultStandIn : IAsyncDisposable
{
    public const string Token = "stand-in-token";

    private readonly WebApplication _server;
    private readonly X509Certificate2 _certificate = Certificate();
    private readonly OrderedDictionary<string, RSA> _versions = [];

    private KeyVaultStandIn()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        _server = builder.Build();
        _server.Run(AnswerAsync);
        AddVersion();
    }

    /// <summary>The requests that came, as <c>OPERATION/VERSION</c>.</summary>
    public List<string> Requests { get; } = [];

    public bool IsDisabled { get; set; }

    public string Newest => _versions.GetAt(_versions.Count - 1).Key;

    public static async Task<KeyVaultStandIn> StartAsync(CancellationToken cancellationToken)
    {
        var vault = new KeyVaultStandIn();
        await vault._server.StartAsync(cancellationToken);
        return vault;
    }

    /// <summary>A new version of the key, which wraps from now on.</summary>
    public void AddVersion() => _versions.Add(Guid.NewGuid().ToString("N"), RSA.Create(2048));

    public KeyVaultKey Key(string name = "seal", string version = "", string token = Token) => new(
        new KeyVaultPlace(new Uri(_server.Urls.First()), name, version),
        () => new FixedToken(token),
        new HttpClientTransport(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented?.Thumbprint == _certificate.Thumbprint,
        }));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (status, answer) = await JudgeAsync(context.Request);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer);
    }

    private async Task<(int Status, string Answer)> JudgeAsync(HttpRequest request)
    {
        if (request.Headers.Authorization != $"Bearer {Token}")
            return (401, Error("Unauthorized"));
        if (request.Method != "POST" || request.ContentType != "application/json" || request.QueryString.Value != "?api-version=7.4")
            return (400, Error("BadRequest"));
        if (request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries) is not ["keys", var name, .. var rest, var operation] || rest.Length > 1)
            return (404, Error("NotFound"));
        var version = rest is [var named] ? named : Newest;
        if (name != "seal" || !_versions.TryGetValue(version, out var key))
            return (404, Error("KeyNotFound"));
        Requests.Add($"{operation}/{version}");
        if (IsDisabled)
            return (403, """{"error":{"code":"Forbidden","message":"no","innererror":{"code":"KeyDisabled"}}}""");
        using var body = await JsonDocument.ParseAsync(request.Body);
        if (body.RootElement.GetProperty("alg").GetString() != "RSA-OAEP-256" || body.RootElement.EnumerateObject().Count() != 2)
            return (400, Error("BadParameter"));
        // Without padding, as RFC 7515 has it.
        var value = body.RootElement.GetProperty("value").GetString()!;
        if (value.Contains('=', StringComparison.Ordinal) || !Base64Url.IsValid(value))
            return (400, Error("BadParameter"));
        try
        {
            var content = Base64Url.DecodeFromChars(value);
            var result = operation switch
            {
                "wrapkey" => key.Encrypt(content, RSAEncryptionPadding.OaepSHA256),
                "unwrapkey" => key.Decrypt(content, RSAEncryptionPadding.OaepSHA256),
                _ => null,
            };
            return result is null
                ? (404, Error("NotFound"))
                : (200, $$"""{"kid":"https://vault.example/keys/seal/{{version}}","value":"{{Base64Url.EncodeToString(result)}}"}""");
        }
        catch (CryptographicException)
        {
            return (400, Error("BadParameter"));
        }
    }

    private static string Error(string code) => $$"""{"error":{"code":"{{code}}","message":"no" } }""";

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private sealed class FixedToken(string token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
