using System.Text.Json;
using Azure;
using Azure.Identity;
using Pawl.Sealing;
using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Azure.KeyVault;

/// <summary>What Key Vault's errors mean, and what to do about them.</summary>
internal sealed class KeyVaultFaults(KeyIdentity key)
{
    /// <summary>A record isn't as this key wrapped it.</summary>
    public StoreException Changed(KeyPlace place, Exception? cause = null) => new(
        StoreFault.Corrupt, $"the key record of build {place.Build} was changed, or put there from another build: {key} doesn't open it; bring it back from a copy of the store or its mirror", cause);

    /// <summary>The service answered with an error, also after all retries.</summary>
    public StoreException Answered(Response response, KeyPlace place)
    {
        var code = Code(response.Content);
        return (response.Status, code) switch
        {
            (400, "BadParameter") => Changed(place),
            (401, _) => Fault(StoreFault.Denied, "the credentials are wrong or expired, or this machine's clock is", response, code),
            (403, "KeyDisabled" or "KeyNotYetValid" or "KeyExpired") => Fault(StoreFault.WrongKey, "it is disabled, expired or not valid yet; enable it", response, code),
            (403, _) => Fault(StoreFault.Denied, "the role needs wrapKey to begin builds and unwrapKey to work on them, such as `Key Vault Crypto Service Encryption User`", response, code),
            (404, _) => Fault(StoreFault.WrongKey, "there is no such key; see to its name and its version", response, code),
            (429, _) => Fault(StoreFault.Busy, "it stays throttled; try again later", response, code),
            ( >= 500, _) => Fault(StoreFault.Unreachable, "the service is in trouble; try again later", response, code),
            _ => Fault(StoreFault.Unsuitable, "the service doesn't take the request; is it an RSA key for wrapping?", response, code),
        };
    }

    /// <summary>No credentials were found, or they were refused.</summary>
    public StoreException NotSigned(AuthenticationFailedException e) => new(
        StoreFault.Denied, $"the key {key}: there are no valid Azure credentials: {FirstLine(e.Message)}. Give the machine an identity, or log in (`az login`)", e);

    /// <summary>There was no answer.</summary>
    public StoreException NotAnswered(Exception e, string what) => new(
        StoreFault.Unreachable, $"the key {key} can't be reached: {FirstLine(what)}; see to the network and the vault's name, then try again", e);

    private StoreException Fault(StoreFault fault, string mend, Response response, string code) =>
        new(fault, $"the key {key} can't be used: {mend} ({response.Status} {Redactor.Standard.Redact(code.Length > 0 ? code : "without a code")})");

    // {"error":{"code":"Forbidden","message":"…","innererror":{"code":"KeyDisabled"}}}
    private static string Code(BinaryData content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var error = document.RootElement.GetProperty("error");
            return (error.TryGetProperty("innererror", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : error).GetProperty("code").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "";
        }
    }

    private static string FirstLine(string text) => Redactor.Standard.Redact(text.Split(["\n", ". See "], 2, StringSplitOptions.None)[0].Trim().TrimEnd('.'));
}
