using Pawl.Builds;
using Pawl.Sqlite;
using Pawl.Sqlite.Encrypted;
using Pawl.Stores;

namespace Pawl.SqlCipher;

/// <summary>Whoever changes a byte without the key is found out.</summary>
public sealed class TamperedByteTests : EncryptedBuild
{
    private const long Refused = -1;

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
            Assert.NotEmpty(await FaultsAsync(store));
        }
    }

    [Fact]
    public async Task A_changed_byte_in_the_log_that_a_killed_worker_left_is_an_error_or_at_most_undoes_the_last_change()
    {
        const int changes = 12;
        using var killed = new EncryptedStore();
        await using (var store = killed.Open(durability: SqliteDurability.Full))
        {
            await RecordAsync(store, changes);
            foreach (var file in Directory.GetFiles(killed.Folder).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
                File.Copy(file, Path.Combine(Files.Folder, Path.GetFileName(file)), overwrite: true);
        }

        var (database, log) = (await File.ReadAllBytesAsync(PathOf(Id), None), await File.ReadAllBytesAsync($"{PathOf(Id)}-wal", None));
        var versions = new List<long>();
        for (var at = 0; at < log.Length; at += 97)
        {
            var changed = log.AsSpan().ToArray();
            changed[at] ^= 1;
            File.Delete($"{PathOf(Id)}-shm");
            await File.WriteAllBytesAsync(PathOf(Id), database, None);
            await File.WriteAllBytesAsync($"{PathOf(Id)}-wal", changed, None);
            versions.Add(await VersionAsync(killed.Key));
        }

        Assert.All(versions, version => Assert.Contains(version, new long[] { Refused, changes, changes + 1 }));
        Assert.InRange(versions.Count(version => version == Refused), versions.Count / 2, versions.Count - 1);
        Assert.Equal(Refused, versions[0]);
        Assert.Equal(changes, versions[^1]);
    }

    [Fact]
    public async Task What_a_crash_left_half_written_at_the_logs_end_is_no_error()
    {
        using var killed = new EncryptedStore();
        await using var store = killed.Open(durability: SqliteDurability.Full);
        await RecordAsync(store, changes: 3);
        foreach (var name in (string[])[".sqlcipher", "web-1.db", "web-1.db-wal"])
            File.Copy(Path.Combine(killed.Folder, name), Path.Combine(Files.Folder, name));
        using (var log = File.OpenWrite($"{PathOf(Id)}-wal"))
            log.SetLength(log.Length - 100);
        Assert.Equal(3, await VersionAsync(killed.Key));
    }

    private async Task<long> VersionAsync(CipherKey key)
    {
        try
        {
            await using var store = Files.Open(key, durability: SqliteDurability.Full);
            var version = (await store.LoadAsync(Id, None)).State.Version.Value;
            Assert.Equal(version, await store.ReadHistoryAsync(Id, BuildVersion.None, None).CountAsync(None));
            return version;
        }
        catch (StoreException e)
        {
            Assert.Equal(StoreFault.Corrupt, e.Fault);
            return Refused;
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

    private static async Task<IReadOnlyList<string>> FaultsAsync(SqliteBuildStore store)
    {
        try
        {
            return await store.FindDifferencesAsync(Id, None);
        }
        catch (StoreException e)
        {
            return [e.Message];
        }
    }
}
