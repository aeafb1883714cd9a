using Microsoft.Extensions.Time.Testing;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Conformance.InMemory;
using Pawl.Secrets;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance.Objects;

/// <summary>Passes that anchor what went on, and nothing else.</summary>
public sealed class AnchorPassTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-anchors-").FullName;
    private readonly InMemoryBuilds _builds = new();
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly WatchedObjects _objects;
    private readonly OperatorKey _key = OperatorKey.Parse(KeyText.New());

    public AnchorPassTests() => _objects = new WatchedObjects(DirectoryObjects.Open(_folder));

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private InMemoryBuildStore Store => new(_builds);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_pass_over_builds_that_did_not_change_reads_one_object_and_writes_none()
    {
        for (var i = 0; i < 300; i++)
            await BeginAsync($"web-{i}");
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(300, (await PassAsync()).Count);
        _objects.Reset();
        Assert.Empty(await PassAsync());
        Assert.Equal((1, 0, 0), (_objects.Gets, _objects.Lists, _objects.Puts));

        await GoOnAsync("web-7");
        _time.Advance(TimeSpan.FromHours(1));
        _objects.Reset();
        Assert.Equal("web-7", Assert.Single(await PassAsync()).Build.Value);
        Assert.Equal((1, 1, 2), (_objects.Gets, _objects.Lists, _objects.Puts));
    }

    [Fact]
    public async Task A_build_that_changes_twice_in_one_moment_is_looked_at_again()
    {
        await BeginAsync("web-1");
        Assert.Single(await PassAsync());
        await GoOnAsync("web-1");
        Assert.Equal(2, Assert.Single(await PassAsync()).Version.Value);
    }

    [Fact]
    public async Task A_pass_that_was_cut_short_is_ended_by_the_next()
    {
        for (var i = 0; i < 40; i++)
            await BeginAsync($"web-{i:D2}");
        using var cut = new CancellationTokenSource();
        var told = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Pass().RunAsync(_ => true, _ =>
        {
            if (Interlocked.Increment(ref told) == 5)
                cut.Cancel();
        }, Assert.Fail, cut.Token));
        Assert.InRange(told, 5, 39);
        Assert.Equal(40 - told, (await PassAsync()).Count);
        Assert.Equal(40, (await AuditAsync()).Anchors);
    }

    [Fact]
    public async Task Of_two_passes_at_once_both_end_and_every_anchor_is_there()
    {
        for (var i = 0; i < 40; i++)
            await BeginAsync($"web-{i:D2}");
        _time.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(PassAsync, None)));
        Assert.Equal((0, 40), ((await AuditAsync()).Faulty, (await AuditAsync()).Anchors));
        Assert.Empty(await PassAsync());
    }

    [Fact]
    public async Task A_build_that_stands_before_its_anchor_is_told_of_and_not_anchored_by_every_pass()
    {
        await BeginAsync("web-1");
        await GoOnAsync("web-1");
        _time.Advance(TimeSpan.FromHours(1));
        await PassAsync();
        await Store.EraseAsync(BuildId.Parse("web-1"), new BuildVersion(2), None);
        await BeginAsync("web-1");
        _time.Advance(TimeSpan.FromHours(1));
        for (var pass = 0; pass < 2; pass++)
        {
            var news = Assert.Single(await PassAsync());
            Assert.Equal((AnchorOutcome.WentBack, 1, 2), (news.Outcome, news.Version.Value, news.Before.Value));
        }

        Assert.Equal(1, (await AuditAsync()).Faulty);
    }

    [Fact]
    public async Task A_mark_that_was_forged_hides_no_build()
    {
        await BeginAsync("web-1");
        _time.Advance(TimeSpan.FromHours(1));
        await PassAsync();
        await GoOnAsync("web-1");
        var mark = Assert.Single(Directory.GetFiles(Path.Combine(_folder, ".pawl", "anchored")));
        await File.WriteAllTextAsync(mark, (await File.ReadAllTextAsync(mark, None)).Replace(UtcTime.Format(Noon), UtcTime.Format(_time.GetUtcNow()), StringComparison.Ordinal), None);
        Assert.Equal(2, Assert.Single(await PassAsync()).Version.Value);
        await File.WriteAllTextAsync(mark, "{", None);
        Assert.Empty(await PassAsync());
    }

    private SignedRecords Records() => new(new SignedAnchors(new AnchorPlace(_objects), _key), new TombstonePlace(_objects));

    private AnchorPass Pass() => new(Store, Records(), _time, new Worker("me@here"));

    private async Task<List<AnchorNews>> PassAsync()
    {
        var told = new System.Collections.Concurrent.ConcurrentBag<AnchorNews>();
        await Pass().RunAsync(_ => true, told.Add, Assert.Fail, None);
        return [.. told];
    }

    private async Task<StoreAudit> AuditAsync()
    {
        var audit = new StoreAudit(Store, Records());
        await audit.VerifyAsync(null, None).CountAsync(None);
        return audit;
    }

    private async Task BeginAsync(string id) => await Store.AppendAsync(
        Change.To(BuildState.None(BuildId.Parse(id)), Now).Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None), None);

    private async Task GoOnAsync(string id)
    {
        var state = (await Store.LoadAsync(BuildId.Parse(id), None)).State;
        await Store.AppendAsync(Change.To(state, Now).SetMetadata("ami", "ami-1"), None);
    }

    private Occasion Now => new(_time.GetUtcNow(), new Worker("me@here"));
}
