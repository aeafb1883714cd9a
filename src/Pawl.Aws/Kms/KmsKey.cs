using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Aws.Kms;

/// <summary>A key in AWS KMS, which never leaves it: <c>awskms://KEY[?region=REGION][&amp;endpoint=URL]</c>, the key being an id, an ARN or
/// <c>alias/NAME</c>. Which build a wrapped key is for stands in the encryption context, and so in CloudTrail.</summary>
public sealed class KmsKey : IKeyProvider
{
    private const string SchemeName = "awskms";
    private const string BuildContext = "pawl:build", KeyContext = "pawl:key";
    private const int ArnRegion = 3;

    private readonly string _key;
    private readonly string _location;
    private readonly Lazy<AmazonKeyManagementServiceClient> _client;
    private readonly AwsCalls _calls;

    private KmsKey(string key, StoreUrl url, AwsPlace place)
    {
        _key = key;
        _location = url.ToString();
        _client = new Lazy<AmazonKeyManagementServiceClient>(() => Connect(place));
        _calls = new AwsCalls(new AwsFaults(_location, $"the key {key}", "key"));
        Identity = new KeyIdentity(SchemeName, key);
    }

    /// <inheritdoc/>
    public KeyIdentity Identity { get; }

    /// <summary>The key of a URL. Nothing is asked yet.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static KmsKey Open(StoreUrl url)
    {
        var (key, place) = Read(url);
        return new KmsKey(key, url, place);
    }

    /// <summary>The key that a URL names, and where it is.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    internal static (string Key, AwsPlace Place) Read(StoreUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        url.RequireSettings(AwsPlace.EndpointSetting, AwsPlace.RegionSetting);
        var key = url.Authority + url.Path;
        if (key.Length == 0 || key.Any(char.IsWhiteSpace))
            throw new StoreUrlException(url, "it must name a key: awskms://ID, awskms://arn:aws:kms:… or awskms://alias/NAME");
        var place = AwsPlace.Read(url, "KMS");
        // An ARN says itself where its key is.
        return (key, key.Split(':') is { Length: > ArnRegion } arn && arn[0] == "arn" ? place with { Region = arn[ArnRegion] } : place);
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, KeyPlace place, CancellationToken cancellationToken)
    {
        using var plain = new MemoryStream(key.ToArray());
        var request = new EncryptRequest { KeyId = _key, Plaintext = plain, EncryptionContext = Context(place) };
        var answer = await CallAsync(place, limit => _client.Value.EncryptAsync(request, limit), cancellationToken).ConfigureAwait(false);
        return answer.CiphertextBlob.ToArray();
    }

    /// <inheritdoc/>
    /// <remarks>The wrapped key names the key that wrapped it: an alias may have moved on since.</remarks>
    public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, KeyPlace place, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(wrapped.ToArray());
        var request = new DecryptRequest { CiphertextBlob = content, EncryptionContext = Context(place) };
        var answer = await CallAsync(place, limit => _client.Value.DecryptAsync(request, limit), cancellationToken).ConfigureAwait(false);
        return answer.Plaintext.ToArray();
    }

    private async ValueTask<T> CallAsync<T>(KeyPlace place, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.RunAsync(limit => ExplainAsync(place, () => call(limit)), 0, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e) when (e.Fault == StoreFault.Denied)
        {
            throw new StoreException(StoreFault.Denied, $"{e.Message}. The role needs kms:Encrypt to begin builds and kms:Decrypt to work on them, on {_key}", e);
        }
    }

    private async Task<T> ExplainAsync<T>(KeyPlace place, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidCiphertextException or IncorrectKeyException)
        {
            throw new StoreException(StoreFault.Corrupt, $"the key record of build {place.Build} was changed, or put there from another build: {_location} doesn't open it; bring it back from a copy of the store or its mirror", e);
        }
        catch (NotFoundException e)
        {
            throw new StoreException(StoreFault.WrongKey, $"there is no key {_location}: see to the name, the account and the region", e);
        }
        catch (Exception e) when (e is DisabledException or KMSInvalidStateException)
        {
            throw new StoreException(StoreFault.WrongKey, $"the key {_location} is disabled or about to be deleted; enable it, or cancel its deletion", e);
        }
        catch (InvalidKeyUsageException e)
        {
            throw new StoreException(StoreFault.WrongKey, $"the key {_location} can't encrypt: it must be a symmetric one for ENCRYPT_DECRYPT", e);
        }
    }

    private static Dictionary<string, string> Context(KeyPlace place) => new() { [BuildContext] = place.Build.Value, [KeyContext] = place.Name };

    private static AmazonKeyManagementServiceClient Connect(AwsPlace place)
    {
        var config = AwsConnections.To(new AmazonKeyManagementServiceConfig(), place, new AwsHttp(connections => connections));
        return AwsConnections.Credentials() is { } credentials
            ? new AmazonKeyManagementServiceClient(credentials, config)
            : new AmazonKeyManagementServiceClient(config);
    }
}
