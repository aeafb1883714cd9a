using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Secrets;
using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Sealing;

public sealed class KeyRecordTests
{
    private static readonly KeyPlace Place = new(BuildId.Parse("web-42"), new string('a', 32));

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_is_opened_by_the_key_that_wrapped_it_and_by_no_other()
    {
        var (tree, key, other) = (KeyTree.New(), NewKey(), NewKey());
        var record = KeyRecord.Read((await WrappedKey.MakeAsync(Place, tree, key, None)).Write(), Place, "here");
        Assert.Equal(tree.Leaf(14), (await record.OpenAsync(new KeyRing(key, []), None)).Leaf(14));
        Assert.Equal(tree.Leaf(14), (await record.OpenAsync(new KeyRing(other, [key]), None)).Leaf(14));
        await RefusesAsync(StoreFault.WrongKey, record.OpenAsync(new KeyRing(other, []), None));
        await RefusesAsync(StoreFault.WrongKey, record.OpenAsync(KeyRing.Empty, None));
    }

    [Fact]
    public async Task A_record_that_was_rewrapped_needs_the_new_key_alone()
    {
        var (tree, old, fresh) = (KeyTree.New(), NewKey(), NewKey());
        var record = await WrappedKey.MakeAsync(Place, tree, old, None);
        var rewrapped = await record.RewrapAsync(new KeyRing(fresh, [old]), fresh, None);
        Assert.Equal(tree.Leaf(3), (await rewrapped.OpenAsync(new KeyRing(fresh, []), None)).Leaf(3));
        await RefusesAsync(StoreFault.WrongKey, rewrapped.OpenAsync(new KeyRing(old, []), None));
    }

    [Fact]
    public async Task A_record_that_was_touched_or_is_another_builds_is_refused()
    {
        var key = NewKey();
        var record = await WrappedKey.MakeAsync(Place, KeyTree.New(), key, None);
        var ring = new KeyRing(key, []);
        var other = Place with { Build = BuildId.Parse("web-43") };
        await RefusesAsync(StoreFault.Corrupt, (record with { Place = other }).OpenAsync(ring, None));
        await RefusesAsync(StoreFault.Corrupt, (record with { Wrapped = Flipped(record.Wrapped) }).OpenAsync(ring, None));
        await RefusesAsync(StoreFault.Corrupt, (record with { Tree = Flipped(record.Tree) }).OpenAsync(ring, None));
        await RefusesAsync(StoreFault.Corrupt, (record with { Tree = default }).OpenAsync(ring, None));
        Assert.Equal(StoreFault.Corrupt, Assert.Throws<StoreException>(() => KeyRecord.Read(record.Write(), other, "here")).Fault);
        Assert.Equal(StoreFault.Corrupt, Assert.Throws<StoreException>(() => KeyRecord.Read("{}"u8.ToArray(), Place, "here")).Fault);
    }

    [Fact]
    public async Task A_newer_record_is_not_guessed_at()
    {
        var text = System.Text.Encoding.UTF8.GetString((await WrappedKey.MakeAsync(Place, KeyTree.New(), NewKey(), None)).Write().Span);
        var newer = System.Text.Encoding.UTF8.GetBytes(text.Replace("\"scheme\":1", "\"scheme\":3", StringComparison.Ordinal));
        Assert.Equal(StoreFault.Newer, Assert.Throws<StoreException>(() => KeyRecord.Read(newer, Place, "here")).Fault);
    }

    [Fact]
    public void A_key_is_32_bytes_in_base64()
    {
        Assert.True(LocalKey.TryParse(KeyText.New() + "\n", out _));
        foreach (var text in (string[])["", "x", "AAAA", KeyText.New()[..^2], KeyText.New() + KeyText.New()])
            Assert.False(LocalKey.TryParse(text, out _));
    }

    private static LocalKey NewKey() => LocalKey.Parse(KeyText.New());

    private static ReadOnlyMemory<byte> Flipped(ReadOnlyMemory<byte> content)
    {
        var bytes = content.ToArray();
        bytes[^1] ^= 1;
        return bytes;
    }

    private static async Task RefusesAsync(StoreFault fault, ValueTask<KeyTree> opening) =>
        Assert.Equal(fault, (await Assert.ThrowsAsync<StoreException>(async () => await opening)).Fault);
}
