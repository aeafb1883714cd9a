using System.Security.Cryptography;
using CsCheck;
using Pawl.Sealing;
using Xunit;

namespace Pawl.Tests.Sealing;

/// <summary>A tree that forgets a leaf forgets that one and no other.</summary>
public sealed class KeyTreeProperties
{
    private const long Last = (1L << KeyTree.Depth) - 1;

    private static readonly Gen<long> Index = Gen.OneOf(Gen.Long[0, 40], Gen.Long[0, Last], Gen.Long[Last - 40, Last]);

    [Fact]
    public void A_forgotten_leaf_is_gone_and_all_others_are_what_they_were() => Gen.Select(Index.Array[0, 12], Index.Array[1, 30]).Sample((punctures, asked) =>
    {
        var whole = KeyTree.New();
        var punctured = punctures.Aggregate(whole, (tree, index) => tree.Puncture(index));
        var reread = KeyTree.Read(punctured.Write())!;
        foreach (var index in asked.Concat(punctures).Concat(punctures.Select(i => i ^ 1)))
        {
            var expected = punctures.Contains(index) ? null : whole.Leaf(index);
            Assert.Equal(expected, punctured.Leaf(index));
            Assert.Equal(expected, reread.Leaf(index));
        }
    }, iter: 200);

    [Fact]
    public void What_is_kept_after_a_puncture_holds_no_node_of_the_forgotten_path() => Index.Sample(index =>
    {
        var tree = KeyTree.New();
        var forgotten = tree.Leaf(index)!;
        var kept = tree.Puncture(index).Write();
        Assert.True(kept.AsSpan().IndexOf(forgotten) < 0);
        Assert.True(kept.AsSpan().IndexOf(tree.Write().AsSpan(9)) < 0);
    }, iter: 200);

    [Fact]
    public void The_order_of_asking_and_of_forgetting_makes_no_difference() => Gen.Select(Index.Array[1, 8], Gen.Int[0, 1000]).Sample((indexes, seed) =>
    {
        var tree = KeyTree.New();
        var shuffled = indexes.ToArray();
        new Random(seed).Shuffle(shuffled);
        var one = indexes.Aggregate(tree, (t, i) => t.Puncture(i));
        var other = shuffled.Aggregate(tree, (t, i) => t.Puncture(i));
        foreach (var index in indexes.SelectMany(i => (long[])[i, i ^ 1, i ^ 2, Last - i]))
            Assert.Equal(one.Leaf(index), other.Leaf(index));
    }, iter: 200);

    [Fact]
    public void Leaves_differ_from_each_other_and_from_those_of_other_trees() => Index.Sample(index =>
    {
        var tree = KeyTree.New();
        Assert.NotEqual(tree.Leaf(index), tree.Leaf(index ^ 1));
        Assert.NotEqual(tree.Leaf(index), KeyTree.New().Leaf(index));
    }, iter: 100);

    [Fact]
    public void A_leaf_is_what_the_librarys_HMAC_makes_of_the_root_bit_by_bit() => Index.Sample(index =>
    {
        var tree = KeyTree.New();
        var secret = tree.Write()[9..];
        for (var level = KeyTree.Depth - 1; level >= 0; level--)
            secret = HMACSHA256.HashData(secret, (byte[])[(byte)((index >> level) & 1)]);
        Assert.Equal(secret, tree.Leaf(index));
    }, iter: 100);

    [Fact]
    public void Bytes_that_are_no_tree_are_none() => Gen.Byte.Array[1, 200].Sample(bytes =>
    {
        if (KeyTree.Read(bytes) is { } read)
            Assert.Equal(bytes, read.Write());
    });
}
