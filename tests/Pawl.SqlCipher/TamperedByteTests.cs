using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.SqlCipher;

/// <summary>Whoever changes a byte without the key is found out.</summary>
public sealed class TamperedByteTests : EncryptedBuild
{
    [Fact]
    public async Task A_changed_byte_anywhere_in_a_database_is_an_error_or_changes_nothing_that_is_read()
    {
        await using (var store = Files.Open())
            await RecordAsync(store, changes: 12);
        var whole = await File.ReadAllBytesAsync(PathOf(Id), None);
        var expected = await ReadAsync();
        var refused = 0;
        for (var at = 0; at < whole.Length; at += 97)
        {
            await PutAsync(whole, at);
            if (await TryReadAsync() is { } read)
                Assert.Equal(expected, read);
            else
                refused++;
        }

        // Only pages that a read has no use for may keep a changed byte to themselves.
        Assert.InRange(refused, whole.Length / 97 / 2, int.MaxValue);
    }

    [Fact]
    public async Task The_audit_reads_every_page_so_that_no_changed_byte_is_left_over()
    {
        await using (var store = Files.Open())
            await RecordAsync(store, changes: 12);
        var whole = await File.ReadAllBytesAsync(PathOf(Id), None);
        for (var page = 0; page < whole.Length; page += 4096)
        {
            await PutAsync(whole, page + 2_000);
            await using var store = Files.Open();
            Assert.NotEmpty(await FaultsAsync(store.FindDifferencesAsync(Id, None)));
        }
    }

    private async Task PutAsync(byte[] whole, int at)
    {
        var changed = whole.AsSpan().ToArray();
        changed[at] ^= 1;
        await File.WriteAllBytesAsync(PathOf(Id), changed, None);
    }

    private async Task<string?> TryReadAsync()
    {
        try
        {
            return await ReadAsync();
        }
        catch (StoreException e)
        {
            Assert.Equal(StoreFault.Corrupt, e.Fault);
            Assert.Contains("web-1.db is damaged, was changed by somebody who hasn't its key", e.Message, StringComparison.Ordinal);
            return null;
        }
    }

    private async Task<string> ReadAsync()
    {
        await using var store = Files.Open();
        var state = (await store.LoadAsync(Id, None)).State;
        var history = await store.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None);
        return $"{state.Head} {BuildJson.WriteSnapshot(state)} {string.Join('\n', history.Select(BuildJson.Write))}";
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(ValueTask<IReadOnlyList<string>> differences)
    {
        try
        {
            return await differences;
        }
        catch (StoreException e)
        {
            return [e.Message];
        }
    }
}
