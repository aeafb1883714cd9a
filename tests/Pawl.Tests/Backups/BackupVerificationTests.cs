using Pawl.Stores.Backups;
using Xunit;

namespace Pawl.Tests.Backups;

public sealed class BackupVerificationTests : BackupFixture
{
    [Fact]
    public async Task A_backup_that_lags_behind_a_running_build_is_whole()
    {
        await FillAsync();
        await PassAsync();
        await SucceedAsync("web-1");

        var verification = new BackupVerification(Live, Backup, Context, new Random(1));
        Assert.Empty(await verification.BuildAsync(Id("web-1"), None).ToListAsync(None));
        Assert.Equal(4, verification.Restored);
    }

    [Theory]
    [InlineData("\"value\":\"v2\"", "\"value\":\"v7\"")]
    [InlineData("\"kind\":\"metadata_set\"", "\"kind\":\"metadata_get\"")]
    [InlineData("{", "")]
    public async Task An_event_that_was_changed_or_damaged_in_the_backup_is_found(string what, string with)
    {
        await FillAsync();
        await PassAsync();
        var path = Path.Combine(PathOf("backup"), "aws/web-1/history/0000000001.json");
        var text = await File.ReadAllTextAsync(path, None);
        Assert.Contains(what, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(what, with, StringComparison.Ordinal), None);

        Assert.NotEmpty(await VerifyAsync());
    }

    [Fact]
    public async Task A_live_build_that_is_another_one_is_found()
    {
        await FillAsync();
        await PassAsync();
        await Live.EraseAsync(Id("web-1"), (await LoadAsync(Live, "web-1")).Version, None);
        await FillAsync();

        Assert.Contains("another history", Assert.Single(await VerifyAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_store_no_longer_has_is_verified_by_itself()
    {
        await FillAsync();
        await PassAsync();
        await Live.EraseAsync(Id("web-1"), (await LoadAsync(Live, "web-1")).Version, None);

        Assert.Empty(await VerifyAsync());
    }

    private async Task FillAsync()
    {
        await CreateAsync("web-1");
        for (var i = 0; i < 5; i++)
        {
            await ChangeAsync("web-1", change => change.SetMetadata("k", $"v{i}"));
            Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private async Task<List<VerifyFault>> VerifyAsync() =>
        await new BackupVerification(Live, Backup, Context, new Random(1)).BuildAsync(Id("web-1"), None).ToListAsync(None);
}
