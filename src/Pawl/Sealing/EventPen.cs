using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>Seals the values of one event: with one key for each part of it, and a random nonce for each value.</summary>
internal sealed class EventPen(BuildId id, KeyTree keys, BuildVersion version) : IDisposable
{
    public const int NonceLength = 12, TagLength = 16;

    private const int NoncesAtOnce = 8;
    private const int MostOnStack = 512;

    private readonly AesGcm?[] _ciphers = new AesGcm?[2];
    private readonly byte[] _nonces = new byte[NonceLength * NoncesAtOnce];
    private int _used = NoncesAtOnce;

    /// <summary>What is authenticated with a value: no id, and no number, has a line end in it.</summary>
    public static string PlaceOf(BuildId id, BuildVersion version, SealedField field) =>
        string.Create(CultureInfo.InvariantCulture, $"{id.Value}\n{version.Value}\n{field.Name}");

    public string Seal(string text, SealedField field)
    {
        if (text.Length == 0)
            return text;
        var length = Encoding.UTF8.GetByteCount(text);
        var plain = length <= MostOnStack ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, plain);
        var content = length <= MostOnStack ? stackalloc byte[NonceLength + length + TagLength] : new byte[NonceLength + length + TagLength];
        NextNonce().CopyTo(content);
        var place = PlaceOf(id, version, field);
        var placeLength = Encoding.UTF8.GetByteCount(place);
        var associated = placeLength <= MostOnStack ? stackalloc byte[placeLength] : new byte[placeLength];
        Encoding.UTF8.GetBytes(place, associated);
        CipherOf(field.Part).Encrypt(content[..NonceLength], plain, content[NonceLength..^TagLength], content[^TagLength..], associated);
        return SealedText.Write(version, content);
    }

    public void Dispose()
    {
        foreach (var cipher in _ciphers)
            cipher?.Dispose();
    }

    private AesGcm CipherOf(SealedPart part) => _ciphers[(int)part] ??= new AesGcm(
        keys.Leaf(BuildSealer.LeafOf(version, part)) ?? throw new StoreException(StoreFault.WrongKey, $"build {id}: the key of its version {version} was destroyed when it, or values of it, were erased, and nothing more can be recorded of it; begin a new build under another id"), TagLength);

    // One call for several: it costs about as much as for one.
    private Span<byte> NextNonce()
    {
        if (_used == NoncesAtOnce)
        {
            RandomNumberGenerator.Fill(_nonces);
            _used = 0;
        }

        return _nonces.AsSpan(_used++ * NonceLength, NonceLength);
    }
}
