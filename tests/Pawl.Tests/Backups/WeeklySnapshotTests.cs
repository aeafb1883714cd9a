using Pawl.Builds;
using Pawl.Stores.Backups;
using Xunit;

namespace Pawl.Tests.Backups;

public sealed class WeeklySnapshotTests : BackupFixture
{
    private static readonly IsoWeek First = IsoWeek.Of(Begin);
    private static readonly IsoWeek Second = IsoWeek.Of(Begin.AddDays(7));

    [Fact]
    public async Task A_week_that_a_build_crossed_has_a_snapshot_of_how_it_stood_at_its_end()
    {
        await CreateAsync("web-1");
        await SucceedAsync("web-1");
        Assert.Equal(0, (await PassAsync()).Snapshots);
        Time.Advance(TimeSpan.FromDays(7));
        await SucceedAsync("web-1");

        Assert.Equal(1, (await PassAsync()).Snapshots);
        Assert.Equal(2, await CountAsync(First));
        Assert.Equal(0, (await PassAsync()).Snapshots);

        Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(1, (await PassAsync()).Snapshots);
        Assert.Equal((2, 3), (await CountAsync(First), await CountAsync(Second)));
        Time.Advance(TimeSpan.FromDays(70));
        Assert.Equal(0, (await PassAsync()).Snapshots);
    }

    [Fact]
    public async Task Weeks_that_were_over_before_the_backup_first_saw_a_build_get_theirs()
    {
        await CreateAsync("web-1");
        for (var week = 0; week < 3; week++)
        {
            Time.Advance(TimeSpan.FromDays(7));
            await SucceedAsync("web-1");
        }

        Assert.Equal(3, (await PassAsync()).Snapshots);
        Assert.Equal((1, 2), (await CountAsync(First), await CountAsync(Second)));
    }

    [Fact]
    public async Task What_a_clock_that_is_behind_wrote_into_a_week_that_is_over_comes_into_its_snapshot()
    {
        await CreateAsync("web-1");
        Time.Advance(First.End - Begin);
        Assert.Equal(1, (await PassAsync()).Snapshots);
        var late = Change.To(await LoadAsync(Live, "web-1"), new Occasion(First.End.AddMinutes(-1), Me)).Succeed(StateCode.From(0));
        await Live.AppendAsync(late, None);

        Assert.Equal(1, (await PassAsync()).Snapshots);
        Assert.Equal(2, await CountAsync(First));
    }

    [Fact]
    public async Task One_that_another_build_of_this_id_left_is_not_overwritten()
    {
        await CreateAsync("web-1");
        Time.Advance(TimeSpan.FromDays(7));
        await PassAsync();
        var kept = await File.ReadAllBytesAsync(PathOf(new SnapshotName(First, Id("web-1"))), None);
        var other = new[] { new BuildEvent.MetadataSet("k", "v") { Id = Guid.NewGuid(), At = Begin, By = "x" }, new BuildEvent.MetadataSet("k", "w") { Id = Guid.NewGuid(), At = Begin, By = "x" } };

        Assert.False(await Backup.Weekly.KeepAsync(new SnapshotName(First, Id("web-1")), other.ToAsyncEnumerable(), None));
        Assert.Equal(kept, await File.ReadAllBytesAsync(PathOf(new SnapshotName(First, Id("web-1"))), None));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("bit")]
    [InlineData("text")]
    [InlineData("empty")]
    public async Task A_damaged_one_is_found_by_verify_and_made_anew_by_a_pass_over_its_build(string damage)
    {
        await CreateAsync("web-1");
        await SucceedAsync("web-1");
        Time.Advance(TimeSpan.FromDays(7));
        await PassAsync();
        var path = PathOf(new SnapshotName(First, Id("web-1")));
        var whole = await File.ReadAllBytesAsync(path, None);
        await File.WriteAllBytesAsync(path, Damage(whole, damage), None);

        var fault = Assert.Single(await VerifyAsync());
        Assert.Equal((Id("web-1"), First), (fault.Build, fault.Week));
        Assert.Contains("damaged", fault.Message, StringComparison.Ordinal);

        await new ContinuousBackup(Live, Backup, Time, Me).RunAsync(new BackupCount(), Id("web-1"), None);
        Assert.Empty(await VerifyAsync());
    }

    private static byte[] Damage(byte[] whole, string damage) => damage switch
    {
        "cut" => whole[..(whole.Length / 2)],
        "bit" => [.. whole.Select((b, i) => i == whole.Length / 2 ? (byte)(b ^ 4) : b)],
        "text" => "hello"u8.ToArray(),
        _ => [],
    };

    private async Task<IReadOnlyList<VerifyFault>> VerifyAsync()
    {
        var verification = new BackupVerification(Live, Backup, Context, new Random(1));
        var faults = await verification.BuildAsync(Id("web-1"), None).ToListAsync(None);
        await foreach (var name in Backup.Weekly.ListAsync(None))
            faults.AddRange(await verification.SnapshotAsync(name, None));
        return faults;
    }

    private async Task<int> CountAsync(IsoWeek week) => (await Backup.Weekly.FindAsync(new SnapshotName(week, Id("web-1")), None))!.Events().Count();
}
