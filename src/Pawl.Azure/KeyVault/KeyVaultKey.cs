using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Pawl.Sealing;
using Pawl.Signing;
using Pawl.Stores;

namespace Pawl.Azure.KeyVault;

/// <summary>An RSA key in Azure Key Vault, whose private half never leaves it: <c>azkv://VAULT/KEY[/VERSION]</c>. Wraps by RSA-OAEP-256.</summary>
/// <remarks>Two calls of the service's REST interface, so that nobody carries a client for all of it:
/// https://learn.microsoft.com/rest/api/keyvault/keys/wrap-key and …/unwrap-key.</remarks>
public sealed class KeyVaultKey : IKeyProvider
{
    private const string Api = "7.4";
    private const string Algorithm = "RSA-OAEP-256";

    // Over all retries, as for every call of a store.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly KeyVaultPlace _place;
    private readonly Lazy<HttpPipeline> _pipeline;
    private readonly KeyVaultFaults _faults;

    internal KeyVaultKey(KeyVaultPlace place, Func<TokenCredential> credential, HttpPipelineTransport? transport)
    {
        _place = place;
        Identity = new KeyIdentity("azkv", $"{place.Vault.Host}{(place.Vault.IsDefaultPort ? "" : $":{place.Vault.Port}")}/{place.Key}{(place.Version.Length > 0 ? $"/{place.Version}" : "")}");
        _faults = new KeyVaultFaults(Identity);
        _pipeline = new Lazy<HttpPipeline>(() => HttpPipelineBuilder.Build(
            Options(transport), new BearerTokenAuthenticationPolicy(credential(), place.Scope)));
    }

    /// <inheritdoc/>
    public KeyIdentity Identity { get; }

    /// <summary>The key of a URL. Nothing is asked yet.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static KeyVaultKey Open(StoreUrl url) => new(KeyVaultPlace.Read(url), AzureCredentials.Default, transport: null);

    /// <inheritdoc/>
    /// <remarks>RSA-OAEP authenticates nothing beside the key: what it is for is wrapped with it. Which version wrapped it stands before it.</remarks>
    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, KeyPlace place, CancellationToken cancellationToken)
    {
        byte[] content = [.. key.Span, .. PlaceHash(place)];
        var (version, value) = await CallAsync("wrapkey", _place.Version, content, place, cancellationToken).ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(content);
        return [(byte)version.Length, .. Encoding.ASCII.GetBytes(version), .. value];
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, KeyPlace place, CancellationToken cancellationToken)
    {
        var length = wrapped.Length > 0 ? wrapped.Span[0] : 0;
        if (wrapped.Length <= length + 1)
            throw _faults.Changed(place);
        var version = Encoding.ASCII.GetString(wrapped.Span.Slice(1, length));
        if (!version.All(char.IsAsciiLetterOrDigit))
            throw _faults.Changed(place);
        var (_, content) = await CallAsync("unwrapkey", version, wrapped[(1 + length)..].ToArray(), place, cancellationToken).ConfigureAwait(false);
        return content.Length == LocalKey.Length + SHA256.HashSizeInBytes && CryptographicOperations.FixedTimeEquals(content.AsSpan(LocalKey.Length), PlaceHash(place))
            ? content[..LocalKey.Length]
            : throw _faults.Changed(place);
    }

    private async ValueTask<(string Version, byte[] Value)> CallAsync(
        string operation, string version, byte[] value, KeyPlace place, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            using var message = _pipeline.Value.CreateMessage();
            message.Request.Method = RequestMethod.Post;
            message.Request.Uri.Reset(new Uri(_place.Vault, $"keys/{_place.Key}/{(version.Length > 0 ? version + "/" : "")}{operation}?api-version={Api}"));
            message.Request.Headers.Add(HttpHeader.Common.JsonContentType);
            message.Request.Headers.Add(HttpHeader.Common.JsonAccept);
            message.Request.Content = RequestContent.Create(Body(value));
            await _pipeline.Value.SendAsync(message, deadline.Token).ConfigureAwait(false);
            return message.Response.IsError ? throw _faults.Answered(message.Response, place) : Read(message.Response.Content);
        }
        catch (AuthenticationFailedException e)
        {
            throw _faults.NotSigned(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw _faults.NotAnswered(e, "no answer came in time");
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or IOException)
        {
            throw _faults.NotAnswered(e, (e is AggregateException all ? all.InnerExceptions[^1] : e).Message);
        }
    }

    private static byte[] Body(byte[] value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("alg", Algorithm);
            writer.WriteString("value", Base64Url.EncodeToString(value));
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    // The version that did it is the last part of the key's id.
    private (string Version, byte[] Value) Read(BinaryData content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var id = document.RootElement.GetProperty("kid").GetString() ?? "";
            return (id[(id.LastIndexOf('/') + 1)..], Base64Url.DecodeFromChars(document.RootElement.GetProperty("value").GetString()));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw _faults.NotAnswered(e, "its answer isn't one of Key Vault");
        }
    }

    private static byte[] PlaceHash(KeyPlace place) => SHA256.HashData(Encoding.UTF8.GetBytes(place.ToString()));

    private static KeyVaultOptions Options(HttpPipelineTransport? transport)
    {
        var options = new KeyVaultOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 4,
                Delay = TimeSpan.FromSeconds(0.4),
                MaxDelay = TimeSpan.FromSeconds(4),
                NetworkTimeout = TimeSpan.FromSeconds(10),
            },
            Diagnostics = { IsLoggingEnabled = false, IsDistributedTracingEnabled = false, IsTelemetryEnabled = false },
        };
        if (transport is not null)
            options.Transport = transport;
        return options;
    }

    private sealed class KeyVaultOptions : ClientOptions;
}
