using System.Security.Cryptography;
using CsCheck;
using Pawl.Builds;
using Xunit;

namespace Pawl.Tests.Builds;

/// <summary>A hash is the library's, whoever reckons it.</summary>
public sealed class ShortHashTests
{
    [Fact]
    public void What_is_hashed_without_the_library_has_the_librarys_hash_at_every_length()
    {
        Span<byte> hash = stackalloc byte[ShortHash.Length];
        for (var length = 0; length <= 1_000; length++)
        {
            var content = RandomNumberGenerator.GetBytes(length);
            ShortHash.HashHere(content, hash);
            Assert.Equal(SHA256.HashData(content), hash);
        }
    }

    [Fact]
    public void Long_content_too() => Gen.Byte.Array[1_000, 100_000].Sample(content =>
    {
        var hash = new byte[ShortHash.Length];
        ShortHash.HashHere(content, hash);
        Assert.Equal(SHA256.HashData(content), hash);
    }, iter: 50);

    [Fact]
    public void The_first_hashes_and_the_later_ones_are_alike()
    {
        Span<byte> hash = stackalloc byte[ShortHash.Length];
        for (var i = 0; i < 200; i++)
        {
            hash.Clear();
            ShortHash.HashData([1, 2, (byte)i], hash);
            Assert.Equal(SHA256.HashData([1, 2, (byte)i]), hash);
        }
    }
}
