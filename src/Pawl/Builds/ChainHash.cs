using System.Security.Cryptography;
using System.Text;
using Pawl.Stores;

namespace Pawl.Builds;

/// <summary>The SHA-256 of an event, which the next event of its build carries: a chain in which no event can be changed, removed, inserted or
/// moved without the next one telling.</summary>
/// <remarks>The bytes that are hashed are the event's own JSON, as <see cref="BuildJson.UseUtf8"/> writes it, with the hash of the event before
/// it in it. Events that were recorded before there was a chain carry none.</remarks>
public readonly record struct ChainHash
{
    private const int Digits = 64;

    private readonly string? _hex;

    private ChainHash(string hex) => _hex = hex;

    /// <summary>There is no chain here: the events are from before it.</summary>
    public static ChainHash None { get; }

    /// <summary>What the first chained event carries whose build is older than the chain.</summary>
    public static ChainHash Late { get; } = OfText("pawl: the events before this one are from before the chain");

    /// <summary>True for <see cref="None"/>.</summary>
    public bool IsNone => _hex is null;

    /// <summary>What the first event of a build carries: it can't become another build's.</summary>
    public static ChainHash Beginning(BuildId id) => OfText($"pawl: the history of build {id}");

    /// <summary>The hash of an event, that before it included.</summary>
    public static ChainHash Of(BuildEvent happened) => BuildJson.UseUtf8(happened, OfBytes);

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    public static bool TryParse(string text, out ChainHash hash)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isHash = text.Length == Digits && text.All(char.IsAsciiHexDigitLower);
        hash = isHash ? new ChainHash(text) : None;
        return isHash;
    }

    /// <summary>The digits; empty for <see cref="None"/>.</summary>
    public override string ToString() => _hex ?? "";

    private static ChainHash OfText(string text) => OfBytes(Encoding.UTF8.GetBytes(text));

    private static ChainHash OfBytes(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(SHA256.HashData(content)));
}
