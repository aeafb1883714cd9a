using System.Security.Cryptography;

namespace Pawl.Sealing;

/// <summary>A node's secret from its parent's: HMAC-SHA256 of one byte. Spelled out, as RFC 2104 has it, over a hash that the thread keeps: making one
/// ready for each node, which is what the library's HMAC does, takes as long as the hashing.</summary>
internal static class ChildSecret
{
    private const int Block = 64;
    private const byte InnerPad = 0x36, OuterPad = 0x5c;

    [ThreadStatic]
    private static IncrementalHash? _hash;

    public static byte[] Derive(ReadOnlySpan<byte> parent, byte bit)
    {
        Span<byte> inner = stackalloc byte[Block + 1], outer = stackalloc byte[Block + KeyTree.KeyLength];
        inner.Fill(InnerPad);
        outer.Fill(OuterPad);
        for (var i = 0; i < parent.Length; i++)
        {
            inner[i] ^= parent[i];
            outer[i] ^= parent[i];
        }

        inner[Block] = bit;
        Hash(inner, outer[Block..]);
        var child = new byte[KeyTree.KeyLength];
        Hash(outer, child);
        CryptographicOperations.ZeroMemory(inner);
        CryptographicOperations.ZeroMemory(outer);
        return child;
    }

    private static void Hash(ReadOnlySpan<byte> content, Span<byte> to)
    {
        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _hash.AppendData(content);
        _hash.GetHashAndReset(to);
    }
}
