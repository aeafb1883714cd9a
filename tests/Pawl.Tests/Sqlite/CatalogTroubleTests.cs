using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Sqlite;
using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Sqlite;

/// <summary>The catalog only makes lists faster: whatever happens to it, they are right.</summary>
public sealed class CatalogTroubleTests : StoreFolder
{
    private string Catalog => Path.Combine(Folder, ".catalog");

    [Fact]
    public async Task A_catalog_that_another_program_keeps_locked_hides_no_build()
    {
        await ListedAsync(["web-1"]);
        using var other = Locked();
        await ListedAsync(["web-1", "web-2"]);
        Assert.True(File.Exists(Catalog));
    }

    [Fact]
    public async Task A_catalog_that_is_damaged_inside_hides_no_build_and_is_made_anew()
    {
        await ListedAsync(["web-1", "web-2"]);
        await Store.DisposeAsync();
        await using (var file = File.OpenWrite(Catalog))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0x5A, (int)file.Length - 4096).ToArray());
        }

        await ReopenAsync();
        await ListedAsync(["web-1", "web-2", "web-3"]);
        await ReopenAsync();
        await ListedAsync(["web-1", "web-2", "web-3"]);
        using var mended = new SqliteConnection($"Data Source={Catalog};Pooling=False");
        mended.Open();
        using var check = mended.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", check.ExecuteScalar());
    }

    private SqliteConnection Locked()
    {
        var other = new SqliteConnection($"Data Source={Catalog};Pooling=False");
        other.Open();
        using var begin = other.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        return other;
    }

    // Creates those that aren't there yet.
    private async Task ListedAsync(string[] ids)
    {
        foreach (var id in ids.Where(id => !File.Exists(PathOf(id))))
            await CreateAsync(id);
        var listed = await Store.ListAsync(new BuildQuery(), None).Select(build => build.Id.Value).Order().ToListAsync(None);
        Assert.Equal(ids, listed);
    }

    [Fact]
    public async Task A_folder_that_goes_away_is_unreachable_and_not_empty()
    {
        var folder = Directory.CreateTempSubdirectory("pawl-gone-").FullName;
        await using var store = SqliteBuildStore.Open(folder, new SqliteOptions());
        Assert.False((await store.LoadAsync(BuildId.Parse("web-1"), TestContext.Current.CancellationToken)).State.Exists);
        Directory.Delete(folder, recursive: true);
        var loading = await Assert.ThrowsAsync<StoreException>(async () => await store.LoadAsync(BuildId.Parse("web-1"), TestContext.Current.CancellationToken));
        Assert.Equal(StoreFault.Unreachable, loading.Fault);
        var listing = await Assert.ThrowsAsync<StoreException>(async () => await store.ListAsync(new BuildQuery(), TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(StoreFault.Unreachable, listing.Fault);
    }
}
