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
    /// <summary>Which leaf seals a part of the event that makes a version.</summary>
    public static long LeafOf(BuildVersion version, SealedPart part) => checked((version.Value * 2) + (long)part);

    /// <summary>The event that makes a version, with its values sealed.</summary>
    public BuildEvent Seal(BuildEvent happened, BuildVersion version)
    {
        using var pen = new EventPen(id, keys, version);
        return SealedValues.Map(happened, pen.Seal);
    }

    /// <summary>The same of an event that carries values which are sealed already, as a restoration does: they stay as they are.</summary>
    public BuildEvent SealRest(BuildEvent happened, BuildVersion version)
    {
        using var pen = new EventPen(id, keys, version);
        return SealedValues.Map(happened, (text, field) => Opens(text, field) ? text : pen.Seal(text, field));
    }

    /// <summary>An event as it was before it was sealed.</summary>
    /// <exception cref="StoreException">A value isn't what was sealed there.</exception>
    public BuildEvent Unseal(BuildEvent happened) => SealedValues.Map(happened, Unseal);

    /// <summary>A state with its values unsealed.</summary>
    /// <exception cref="StoreException">A value isn't what was sealed there.</exception>
    public BuildState Unseal(BuildState state) => SealedValues.Map(state, Unseal);

    /// <summary>Seals one value.</summary>
    public string Seal(string text, SealedField field, BuildVersion version)
    {
        using var pen = new EventPen(id, keys, version);
        return pen.Seal(text, field);
    }

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

    /// <summary>The key of one log that was begun at a version; null when it was destroyed, which destroys the log too.</summary>
    internal byte[]? LogKey(BuildVersion version, byte[] salt) => keys.Leaf(LeafOf(version, SealedPart.Content)) is { } leaf
        ? HKDF.DeriveKey(HashAlgorithmName.SHA256, leaf, KeyTree.KeyLength, salt, Encoding.UTF8.GetBytes($"pawl log {id}"))
        : null;

    private bool Opens(string text, SealedField field) =>
        text.Length == 0
        || (SealedText.TryParse(text, out var value)
            && (keys.Leaf(LeafOf(value.Version, field.Part)) is not { } key || Open(value, field, key) is not null));

    private string? Open(SealedText value, SealedField field, byte[] key)
    {
        var content = value.Content.AsSpan();
        if (content.Length < EventPen.NonceLength + EventPen.TagLength)
            return null;
        var plain = new byte[content.Length - EventPen.NonceLength - EventPen.TagLength];
        using var cipher = new AesGcm(key, EventPen.TagLength);
        try
        {
            cipher.Decrypt(content[..EventPen.NonceLength], content[EventPen.NonceLength..^EventPen.TagLength], content[^EventPen.TagLength..], plain, Encoding.UTF8.GetBytes(EventPen.PlaceOf(id, value.Version, field)));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    private StoreException Broken(SealedField field, string what) => new(
        StoreFault.Corrupt,
        $"build {id}: its {field.Name} {what}; `pawl audit verify {id}` says which event was touched, `pawl restore` brings it back from a backup");
}
