using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Sqlite;

/// <summary>Files that Pawl must not trip over.</summary>
public sealed class DamagedFileTests : StoreFolder
{
    [Fact]
    public async Task An_empty_file_is_a_build_that_does_not_exist_yet_and_can_be_created()
    {
        await File.WriteAllBytesAsync(PathOf("web-1"), [], None);
        Assert.False((await Store.LoadAsync(Id, None)).State.Exists);
        await CreateAsync();
        Assert.True((await Store.LoadAsync(Id, None)).State.Exists);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(PathOf("web-1"), new string('x', 5_000), None);
        await RefusedAsync(StoreFault.Corrupt, "damaged");
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_alone()
    {
        Sql("CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ('x')");
        await RefusedAsync(StoreFault.Corrupt, "another program");
        var begun = To(BuildState.None(Id)).Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None);
        await Assert.ThrowsAsync<StoreException>(async () => await Store.AppendAsync(begun, None));
        Assert.Equal(["customers"], Sql("SELECT name FROM sqlite_schema"));
    }

    [Theory]
    [InlineData("mkfifo", "a pipe, socket or device")]
    [InlineData("mkdir", "a folder")]
    public async Task What_is_no_file_is_named_and_never_waited_for(string make, string named)
    {
        using (var made = System.Diagnostics.Process.Start(make, PathOf("web-1")))
            await made.WaitForExitAsync(None);
        await RefusedAsync(StoreFault.Corrupt, named);
        Assert.Empty(await Store.ListAsync(new BuildQuery(), None).ToListAsync(None));
        var begun = To(BuildState.None(Id)).Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None);
        await Assert.ThrowsAsync<StoreException>(async () => await Store.AppendAsync(begun, None));
    }

    [Fact]
    public async Task A_newer_file_is_refused_with_its_schema_and_ours()
    {
        await CreateAsync();
        await ReopenAsync();
        Sql("PRAGMA user_version = 7");
        await RefusedAsync(StoreFault.Newer, "schema 7, this one knows 2");
    }

    [Fact]
    public async Task A_half_written_file_is_refused()
    {
        await CreateAsync();
        await Store.DisposeAsync();
        await using (var file = File.OpenWrite(PathOf("web-1")))
            file.SetLength(file.Length / 2);
        await ReopenAsync();
        await RefusedAsync(StoreFault.Corrupt, "web-1.db");
    }

    [Fact]
    public async Task A_missing_event_is_named()
    {
        await AppendAsync(To(await CreateAsync()).Start(StateCode.First).Succeed(StateCode.First));
        Sql("DELETE FROM events WHERE version = 2");
        var e = await Assert.ThrowsAsync<StoreException>(async () => await Store.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None));
        Assert.Contains("event 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_locked_is_reported_as_busy()
    {
        var state = await CreateAsync();
        using var other = new SqliteConnection($"Data Source={PathOf("web-1")};Pooling=False");
        other.Open();
        using var transaction = other.BeginTransaction(deferred: false);
        var e = await Assert.ThrowsAsync<StoreException>(async () => await Store.AppendAsync(To(state).Succeed(StateCode.First), None));
        Assert.Equal(StoreFault.Busy, e.Fault);
    }

    [Fact]
    public async Task One_damaged_file_is_named_and_does_not_hide_the_other_builds_from_a_list()
    {
        await CreateAsync();
        await File.WriteAllTextAsync(PathOf("broken"), new string('x', 5_000), None);
        var listed = await Store.ListAsync(new BuildQuery(), None).ToListAsync(None);
        Assert.Equal(Id, Assert.Single(listed).Id);
        Assert.Contains("broken.db", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_catalog_that_is_damaged_or_gone_is_made_anew()
    {
        await CreateAsync();
        Assert.Single(await Store.ListAsync(new BuildQuery(), None).ToListAsync(None));
        await Store.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(Folder, ".catalog"), "garbage", None);
        await ReopenAsync();
        Assert.Single(await Store.ListAsync(new BuildQuery(), None).ToListAsync(None));
        await Store.DisposeAsync();
        File.Delete(Path.Combine(Folder, ".catalog"));
        await ReopenAsync();
        Assert.Single(await Store.ListAsync(new BuildQuery(), None).ToListAsync(None));
    }

    [Fact]
    public async Task A_list_shows_what_another_program_changed_or_removed()
    {
        await CreateAsync("web-1");
        await CreateAsync("web-2");
        Assert.Equal(2, (await Store.ListAsync(new BuildQuery(), None).ToListAsync(None)).Count);
        Sql("UPDATE builds SET current_state = 40", "web-1");
        await ReopenAsync();
        foreach (var file in Directory.GetFiles(Folder, "web-2.db*"))
            File.Delete(file);
        Assert.Equal(40, Assert.Single(await Store.ListAsync(new BuildQuery(), None).ToListAsync(None)).Current.Value);
    }

    private async Task RefusedAsync(StoreFault fault, string named)
    {
        var e = await Assert.ThrowsAsync<StoreException>(async () => await Store.LoadAsync(Id, None));
        Assert.Equal(fault, e.Fault);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }
}
