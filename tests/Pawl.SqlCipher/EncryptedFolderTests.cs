using System.Text;
using Pawl.Sqlite;
using Pawl.Stores;

namespace Pawl.SqlCipher;

/// <summary>Which key opens what, and what is never done without one.</summary>
public sealed class EncryptedFolderTests : EncryptedBuild
{
    [Fact]
    public async Task Nothing_of_what_was_recorded_stands_in_any_byte_of_any_file()
    {
        await using var store = Files.Open();
        await RecordAsync(store, changes: 20);
        Assert.Single(await store.ListAsync(new BuildQuery(), None).ToListAsync(None));
        FindNothing();
        await store.DisposeAsync();
        FindNothing();
        Assert.All(Directory.GetFiles(Files.Folder, "*", SearchOption.AllDirectories), file => Assert.False(StartsLikeSqlite(file), file));
    }

    [Fact]
    public async Task Another_key_is_refused_for_old_builds_and_for_new_ones()
    {
        await using (var store = Files.Open())
            await RecordAsync(store, changes: 1);
        var e = Assert.Throws<StoreException>(() => Files.Open(EncryptedStore.NewKey()));
        Assert.Equal(StoreFault.WrongKey, e.Fault);
        Assert.Contains("another key", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_is_refused_also_when_somebody_removed_the_folders_mark()
    {
        await using (var store = Files.Open())
            await RecordAsync(store, changes: 1);
        File.Delete(Path.Combine(Files.Folder, ".sqlcipher"));
        Assert.Contains("another key", Assert.Throws<StoreException>(() => Files.Open(EncryptedStore.NewKey())).Message, StringComparison.Ordinal);
        await using var again = Files.Open();
        Assert.Equal("value 1", (await again.LoadAsync(Id, None)).State.Metadata["note"][^7..]);
        Assert.True(File.Exists(Path.Combine(Files.Folder, ".sqlcipher")));
    }

    [Fact]
    public async Task An_encrypted_folder_is_not_opened_as_a_plain_one()
    {
        await using (var store = Files.Open())
            await RecordAsync(store, changes: 1);
        var e = Assert.Throws<StoreException>(() => SqliteBuildStore.Open(Files.Folder, new SqliteOptions()));
        Assert.Contains($"sqlcipher://{Files.Folder}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_plain_builds_is_not_opened_as_an_encrypted_one()
    {
        await using (var store = SqliteBuildStore.Open(Files.Folder, new SqliteOptions()))
            await RecordAsync(store, changes: 1);
        var e = Assert.Throws<StoreException>(() => Files.Open());
        Assert.Contains("web-1.db is a plain SQLite file", e.Message, StringComparison.Ordinal);
        Assert.Contains("pawl store copy", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Files.Folder, ".sqlcipher")));
    }

    [Fact]
    public async Task A_plain_file_among_encrypted_ones_is_refused_by_name_and_stays_out_of_lists()
    {
        using var plain = new EncryptedStore();
        await using (var other = SqliteBuildStore.Open(plain.Folder, new SqliteOptions()))
            await RecordAsync(other, changes: 1);
        var warnings = new List<string>();
        await using var store = Files.Open(warn: warnings.Add);
        File.Copy(Path.Combine(plain.Folder, "web-1.db"), PathOf(Id));
        var e = await Assert.ThrowsAsync<StoreException>(async () => await store.LoadAsync(Id, None));
        Assert.Contains("web-1.db is a plain SQLite file among encrypted ones", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreException>(() => RecordAsync(store, changes: 1));
        Assert.Empty(await store.ListAsync(new BuildQuery(), None).ToListAsync(None));
        Assert.Contains(warnings, warning => warning.Contains("web-1.db", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_encrypted_file_among_plain_ones_is_refused_and_the_right_store_is_named()
    {
        await using (var store = Files.Open())
            await RecordAsync(store, changes: 1);
        using var plain = new EncryptedStore();
        File.Copy(PathOf(Id), Path.Combine(plain.Folder, "web-1.db"));
        await using var other = SqliteBuildStore.Open(plain.Folder, new SqliteOptions());
        var e = await Assert.ThrowsAsync<StoreException>(async () => await other.LoadAsync(Id, None));
        Assert.Contains("sqlcipher:///FOLDER", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_catalog_that_somebody_put_there_in_the_clear_is_made_anew_encrypted()
    {
        await using (var store = Files.Open())
            await RecordAsync(store, changes: 1);
        var catalog = Path.Combine(Files.Folder, ".catalog");
        await File.WriteAllBytesAsync(catalog, [.. "SQLite format 3\0"u8, .. new byte[4080]], None);
        await using (var store = Files.Open())
            Assert.Single(await store.ListAsync(new BuildQuery(), None).ToListAsync(None));
        Assert.False(StartsLikeSqlite(catalog));
    }

    private void FindNothing()
    {
        foreach (var file in Directory.GetFiles(Files.Folder, "*", SearchOption.AllDirectories))
        {
            var content = File.ReadAllBytes(file).AsSpan();
            foreach (var text in (string[])[Secret, "state_history", "rhel8-webserver"])
                Assert.True(content.IndexOf(Encoding.UTF8.GetBytes(text)) < 0, $"{file} holds {text}");
        }
    }

    private static bool StartsLikeSqlite(string file) => File.ReadAllBytes(file).AsSpan().StartsWith("SQLite format 3"u8);
}
