using System.Security.Cryptography;
using System.Text;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>Seals and unseals the values of one build: AES-256-GCM, with a key of its own for the content and for the identities of each event. Build,
/// version and field are authenticated with each value, so that one that was moved elsewhere doesn't unseal.</summary>
/// <param name="id">The build.</param>
/// <param name="keys">Its keys.</param>
public sealed class BuildSealer(BuildId id, KeyTree keys)
{
    private const int NonceLength = 12, TagLength = 16;

    /// <summary>Which leaf seals a part of the event that makes a version.</summary>
    public static long LeafOf(BuildVersion version, SealedPart part) => checked((version.Value * 2) + (long)part);

    /// <summary>The event that makes a version, with its values sealed.</summary>
    public BuildEvent Seal(BuildEvent happened, BuildVersion version) => SealedValues.Map(happened, Sealing(version));

    /// <summary>The same of an event that carries values which are sealed already, as a restoration does: they stay as they are.</summary>
    public BuildEvent SealRest(BuildEvent happened, BuildVersion version)
    {
        var seal = Sealing(version);
        return SealedValues.Map(happened, (text, field) => Opens(text, field) ? text : seal(text, field));
    }

    /// <summary>An event as it was before it was sealed.</summary>
    /// <exception cref="StoreException">A value isn't what was sealed there.</exception>
    public BuildEvent Unseal(BuildEvent happened) => SealedValues.Map(happened, Unseal);

    /// <summary>A state with its values unsealed.</summary>
    /// <exception cref="StoreException">A value isn't what was sealed there.</exception>
    public BuildState Unseal(BuildState state) => SealedValues.Map(state, Unseal);

    /// <summary>Seals one value.</summary>
    public string Seal(string text, SealedField field, BuildVersion version) => Sealing(version)(text, field);

    /// <summary>Unseals one value; <c>(erased)</c> when its key was destroyed.</summary>
    /// <exception cref="StoreException">It isn't what was sealed there.</exception>
    public string Unseal(string text, SealedField field)
    {
        // Nothing can be hidden in nothing; that it was something, the chain tells.
        if (text.Length == 0)
            return text;
        if (!SealedText.TryParse(text, out var value))
            throw Broken(field, "isn't sealed, and everything in this build is");
        return keys.Leaf(LeafOf(value.Version, field.Part)) is { } key
            ? Open(value, field, key) ?? throw Broken(field, $"doesn't unseal: it was changed, or moved there from elsewhere, since it was sealed at version {value.Version}")
            : SealedText.Erased;
    }

    private TextMap Sealing(BuildVersion version)
    {
        // Most events have values of both parts, and several of one.
        var ciphers = new byte[]?[2];
        return (text, field) =>
        {
            if (text.Length == 0)
                return text;
            var key = ciphers[(int)field.Part] ??= keys.Leaf(LeafOf(version, field.Part)) ?? throw new InvalidOperationException($"the key of version {version} of build {id} was destroyed");
            return Close(text, field, version, key).ToString();
        };
    }

    private bool Opens(string text, SealedField field) =>
        text.Length == 0
        || (SealedText.TryParse(text, out var value)
            && (keys.Leaf(LeafOf(value.Version, field.Part)) is not { } key || Open(value, field, key) is not null));

    private SealedText Close(string text, SealedField field, BuildVersion version, byte[] key)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var content = new byte[NonceLength + plain.Length + TagLength];
        var nonce = content.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(nonce, plain, content.AsSpan(NonceLength, plain.Length), content.AsSpan(NonceLength + plain.Length), Place(version, field));
        return new SealedText(version, content);
    }

    private string? Open(SealedText value, SealedField field, byte[] key)
    {
        var content = value.Content.AsSpan();
        if (content.Length < NonceLength + TagLength)
            return null;
        var plain = new byte[content.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        try
        {
            cipher.Decrypt(content[..NonceLength], content[NonceLength..^TagLength], content[^TagLength..], plain, Place(value.Version, field));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    // No id, and no number, has a line end in it.
    private byte[] Place(BuildVersion version, SealedField field) => Encoding.UTF8.GetBytes($"{id}\n{version}\n{field.Name}");

    private StoreException Broken(SealedField field, string what) => new(
        StoreFault.Corrupt,
        $"build {id}: its {field.Name} {what}; `pawl audit verify {id}` says which event was touched, `pawl restore` brings it back from a backup");
}
