using Pawl.Builds;
using Pawl.Stores;
using Xunit;

namespace Pawl.Conformance;

/// <summary>What makes a store a store. Subclass it, say how to open the store, and each promise of <see cref="IBuildStore"/> is tested.</summary>
public abstract class BuildStoreConformance : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly BuildId Id = BuildId.Parse("rhel8-web.2026_01");
    private static readonly Worker Me = new("me@here");

    private IBuildStore _store = null!;

    protected static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>Opens the store that this test works on; a second call opens it again, as another process would.</summary>
    protected abstract ValueTask<IBuildStore> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_build_that_was_never_created_has_no_version_and_no_history()
    {
        Assert.False((await _store.LoadAsync(Id, None)).State.Exists);
        Assert.Empty(await _store.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None));
        Assert.Empty(await _store.ListAsync(new BuildQuery(), None).ToListAsync(None));
    }

    [Fact]
    public async Task An_appended_change_is_read_back_as_it_was_by_another_process()
    {
        var change = Full(Begun());
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(change, None));

        await using var other = await OpenAsync();
        var stored = await other.LoadAsync(Id, None);
        Assert.Null(stored.Foreign);
        SameState(change.After, stored.State);
        Assert.Equal(Written(change.Events), Written(await other.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None)));
    }

    [Fact]
    public async Task The_stored_state_is_the_fold_of_the_stored_history()
    {
        await _store.AppendAsync(Full(Begun()), None);
        var events = await _store.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None);
        SameState(History.Apply(BuildState.None(Id), events), (await _store.LoadAsync(Id, None)).State);
    }

    [Fact]
    public async Task An_append_at_an_old_version_is_refused_whole()
    {
        var created = await CreateAsync();
        await _store.AppendAsync(Change.To(created, At(1)).Succeed(StateCode.First), None);
        var late = Change.To(created, At(2)).Fail(StateCode.First, Broken()).SetMetadata("late", "yes");

        Assert.Equal(AppendResult.Conflict, await _store.AppendAsync(late, None));
        var state = (await _store.LoadAsync(Id, None)).State;
        Assert.Equal(new BuildVersion(2), state.Version);
        Assert.Equal((5, BuildStatus.Running, 0), (state.Current.Value, state.Status, state.Metadata.Count));
    }

    [Fact]
    public async Task Of_two_changes_of_several_events_at_the_same_version_the_second_is_a_conflict()
    {
        var created = await CreateAsync();
        await _store.AppendAsync(Change.To(created, At(1)).Start(StateCode.First).SetMetadata("a", "1").Succeed(StateCode.First), None);
        var late = Change.To(created, At(2)).Start(StateCode.First).SetMetadata("a", "2").Fail(StateCode.First, Broken());

        Assert.Equal(AppendResult.Conflict, await _store.AppendAsync(late, None));
        Assert.Equal("1", (await _store.LoadAsync(Id, None)).State.Metadata["a"]);
    }

    [Fact]
    public async Task An_append_at_a_version_that_is_not_there_yet_is_refused()
    {
        var created = await CreateAsync();
        var ahead = Change.To(created with { Version = new BuildVersion(7) }, At(1)).Succeed(StateCode.First);
        Assert.Equal(AppendResult.Conflict, await _store.AppendAsync(ahead, None));
        Assert.Equal(new BuildVersion(1), (await _store.LoadAsync(Id, None)).State.Version);
    }

    [Fact]
    public async Task A_build_is_created_once()
    {
        await CreateAsync();
        Assert.Equal(AppendResult.Conflict, await _store.AppendAsync(Begun(), None));
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_can_be_repeated_and_counts_once()
    {
        var created = await CreateAsync();
        var change = Change.To(created, At(1)).Start(StateCode.First).Succeed(StateCode.First);
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(change, None));
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(change, None));
        await using var other = await OpenAsync();
        Assert.Equal(AppendResult.Appended, await other.AppendAsync(change, None));
        Assert.Equal(new BuildVersion(3), (await _store.LoadAsync(Id, None)).State.Version);
    }

    [Fact]
    public async Task A_repeated_append_is_found_after_others_have_gone_on()
    {
        var created = await CreateAsync();
        var change = Change.To(created, At(1)).Succeed(StateCode.First);
        await _store.AppendAsync(change, None);
        await _store.AppendAsync(Change.To(change.After, At(2)).Succeed(StateCode.From(5)), None);
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(change, None));
        Assert.Equal(new BuildVersion(3), (await _store.LoadAsync(Id, None)).State.Version);
    }

    [Fact]
    public async Task Of_many_writers_at_the_same_version_one_wins()
    {
        var created = await CreateAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync().AsTask()));
        var results = await Task.WhenAll(stores.Select((store, i) => Task.Run(
            async () => await store.AppendAsync(Change.To(created, At(i)).SetMetadata("winner", $"{i}"), None), None)));
        Assert.Single(results, AppendResult.Appended);
        Assert.Equal(new BuildVersion(2), (await _store.LoadAsync(Id, None)).State.Version);
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Of_many_creators_one_wins()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync().AsTask()));
        var results = await Task.WhenAll(stores.Select(store => Task.Run(async () => await store.AppendAsync(Begun(), None), None)));
        Assert.Single(results, AppendResult.Appended);
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Increments_by_many_writers_are_all_kept()
    {
        await CreateAsync();
        const int writers = 4, each = 10;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(
            async () =>
            {
                await using var store = await OpenAsync();
                for (var done = 0; done < each;)
                {
                    var state = (await store.LoadAsync(Id, None)).State;
                    var change = Change.To(state, At(w)).SetMetadata($"w{w}.{done}", "x");
                    done += await store.AppendAsync(change, None) == AppendResult.Appended ? 1 : 0;
                }
            },
            None)));
        var end = (await _store.LoadAsync(Id, None)).State;
        Assert.Equal((writers * each, 1 + (writers * each)), (end.Metadata.Count, (int)end.Version.Value));
    }

    [Fact]
    public async Task A_long_history_is_read_in_order_from_any_version()
    {
        var state = await CreateAsync();
        for (var round = 0; round < 6; round++)
        {
            var change = Enumerable.Range(0, 200).Aggregate(Change.To(state, At(round)), (c, i) => c.SetMetadata("n", $"{round}.{i}"));
            await _store.AppendAsync(change, None);
            state = change.After;
        }

        var tail = await _store.ReadHistoryAsync(Id, new BuildVersion(401), None).OfType<BuildEvent.MetadataSet>().ToListAsync(None);
        Assert.Equal(800, tail.Count);
        Assert.Equal(("2.0", "5.199"), (tail[0].Value, tail[^1].Value));
        Assert.Equal("5.199", (await _store.LoadAsync(Id, None)).State.Metadata["n"]);
    }

    [Fact]
    public async Task A_lease_is_renewed_by_its_token_alone_and_makes_no_history()
    {
        var claimed = await ClaimAsync(await CreateAsync(), Me);
        Assert.True(await _store.RenewLeaseAsync(Id, 1, Noon.AddHours(1), None));
        Assert.False(await _store.RenewLeaseAsync(Id, 2, Noon.AddHours(2), None));
        var state = (await _store.LoadAsync(Id, None)).State;
        Assert.Equal((claimed.Version, Noon.AddHours(1)), (state.Version, state.Lease!.Until));
    }

    [Fact]
    public async Task An_append_by_the_holder_does_not_move_the_end_of_its_lease()
    {
        var claimed = await ClaimAsync(await CreateAsync(), Me);
        await _store.RenewLeaseAsync(Id, 1, Noon.AddHours(1), None);
        await _store.AppendAsync(Change.To(claimed, At(3)).Start(StateCode.First), None);
        Assert.Equal(Noon.AddHours(1), (await _store.LoadAsync(Id, None)).State.Lease!.Until);
    }

    [Fact]
    public async Task A_stalled_worker_cannot_append_or_renew_after_losing_its_lease()
    {
        var mine = await ClaimAsync(await CreateAsync(), Me);
        var taken = Change.To(mine, new Occasion(Noon.AddHours(1), new Worker("other"))).Claim(TimeSpan.FromSeconds(20), _ => false);
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(taken, None));

        Assert.Equal(AppendResult.Conflict, await _store.AppendAsync(Change.To(mine, At(5)).Succeed(StateCode.First), None));
        Assert.False(await _store.RenewLeaseAsync(Id, 1, Noon.AddHours(2), None));
        Assert.Equal(2, (await _store.LoadAsync(Id, None)).State.Lease!.Token);
    }

    [Fact]
    public async Task A_released_lease_cannot_be_renewed()
    {
        var claimed = await ClaimAsync(await CreateAsync(), Me);
        await _store.AppendAsync(Change.To(claimed, At(1)).Release(), None);
        Assert.False(await _store.RenewLeaseAsync(Id, 1, Noon.AddHours(1), None));
        Assert.Null((await _store.LoadAsync(Id, None)).State.Lease);
    }

    [Fact]
    public async Task A_lease_from_before_a_restore_cannot_be_renewed()
    {
        var mine = await ClaimAsync(await CreateAsync(), Me);
        var later = new Occasion(Noon.AddHours(1), new Worker("other"));
        await _store.AppendAsync(Change.To(mine, later).Restore(mine, Noon, "wrong mirror"), None);
        Assert.False(await _store.RenewLeaseAsync(Id, 1, Noon.AddHours(2), None));
        Assert.Null((await _store.LoadAsync(Id, None)).State.Lease);
    }

    [Fact]
    public async Task Lists_answer_by_status_provider_type_pipeline_and_age()
    {
        await CreateAsync("a-1", "aws", "rhel8", "web", minute: 1, fail: true);
        await CreateAsync("b-2", "aws", "rhel9", "", minute: 2);
        await CreateAsync("c-3", "gcp", "rhel8", "web", minute: 3);

        Assert.Equal(["c-3", "b-2", "a-1"], await ListAsync(new BuildQuery()));
        Assert.Equal(["a-1"], await ListAsync(new BuildQuery { Status = BuildStatus.Failed }));
        Assert.Equal(["b-2", "a-1"], await ListAsync(new BuildQuery { Provider = Label.Parse("aws") }));
        Assert.Equal(["c-3", "a-1"], await ListAsync(new BuildQuery { ImageType = Label.Parse("rhel8") }));
        Assert.Equal(["c-3", "a-1"], await ListAsync(new BuildQuery { Pipeline = "web" }));
        Assert.Equal(["a-1"], await ListAsync(new BuildQuery { ChangedBefore = Noon.AddMinutes(1.5) }));
        Assert.Equal(["c-3"], await ListAsync(new BuildQuery { Limit = 1 }));
        Assert.Empty(await ListAsync(new BuildQuery { Provider = Label.Parse("azure") }));
    }

    [Fact]
    public async Task A_list_shows_each_change_that_was_made_before_it()
    {
        var state = await CreateAsync();
        Assert.Equal(0, (await _store.ListAsync(new BuildQuery(), None).SingleAsync(None)).Current.Value);
        for (var step = 1; step <= 20; step++)
        {
            var change = Change.To(state, At(step)).Succeed(state.Current);
            await _store.AppendAsync(change, None);
            state = change.After;
            Assert.Equal(state.Current, (await _store.ListAsync(new BuildQuery(), None).SingleAsync(None)).Current);
        }
    }

    [Fact]
    public async Task Text_of_any_kind_is_kept_as_it_is()
    {
        var state = await CreateAsync();
        const string text = "quotes ' \" `; DROP TABLE builds; -- \u0001 tab\t nl\n \u00e4\u6f22\U0001F40E";
        await _store.AppendAsync(Change.To(state, At(1)).SetMetadata("k'\"k", text).Fail(StateCode.First, Broken(text)), None);
        await using var other = await OpenAsync();
        var read = (await other.LoadAsync(Id, None)).State;
        Assert.Equal((text, text), (read.Metadata["k'\"k"], read.LastFailure!.Failure.Error));
    }

    [Fact]
    public async Task Builds_do_not_touch_each_other()
    {
        var first = await CreateAsync("one", "aws", "x", "", minute: 0);
        var second = await CreateAsync("two", "aws", "x", "", minute: 0);
        await _store.AppendAsync(Change.To(first, At(1)).Succeed(StateCode.First), None);
        SameState(second, (await _store.LoadAsync(second.Id, None)).State);
    }

    [Fact]
    public async Task An_erased_build_leaves_nothing_and_its_id_can_be_used_again()
    {
        var full = Full(Begun());
        await _store.AppendAsync(full, None);
        Assert.True(await _store.EraseAsync(Id, full.After.Version, None));
        await using var other = await OpenAsync();
        foreach (var store in (IBuildStore[])[_store, other])
        {
            Assert.False((await store.LoadAsync(Id, None)).State.Exists);
            Assert.Empty(await store.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None));
            Assert.Empty(await store.ListAsync(new BuildQuery(), None).ToListAsync(None));
        }

        var again = Begun(provider: "gcp").Succeed(StateCode.First);
        Assert.Equal(AppendResult.Appended, await other.AppendAsync(again, None));
        SameState(again.After, (await _store.LoadAsync(Id, None)).State);
        Assert.Equal(2, await _store.ReadHistoryAsync(Id, BuildVersion.None, None).CountAsync(None));
    }

    [Fact]
    public async Task An_erased_build_comes_back_from_a_copy_and_goes_on()
    {
        var full = Full(Begun());
        await _store.AppendAsync(full, None);
        Assert.True(await _store.EraseAsync(Id, full.After.Version, None));
        await using var other = await OpenAsync();
        Assert.Equal(AppendResult.Appended, await other.AppendAsync(full, None));
        foreach (var store in (IBuildStore[])[_store, other])
            SameState(full.After, (await store.LoadAsync(Id, None)).State);
        // Not in the one that erased it: where lists are late, it leaves out for a moment what it knows to be gone.
        Assert.Single(await other.ListAsync(new BuildQuery(), None).ToListAsync(None));

        var on = Change.To(full.After, At(9)).SetMetadata("after", "all");
        Assert.Equal(AppendResult.Appended, await other.AppendAsync(on, None));
        await using var third = await OpenAsync();
        SameState(on.After, (await third.LoadAsync(Id, None)).State);
    }

    [Fact]
    public async Task A_build_that_has_moved_on_is_not_erased()
    {
        var created = await CreateAsync();
        await _store.AppendAsync(Change.To(created, At(1)).Succeed(StateCode.First), None);
        Assert.False(await _store.EraseAsync(Id, created.Version, None));
        Assert.Equal(new BuildVersion(2), (await _store.LoadAsync(Id, None)).State.Version);
    }

    [Fact]
    public async Task Erasing_a_build_that_is_not_there_is_done_already()
    {
        Assert.True(await _store.EraseAsync(Id, BuildVersion.None, None));
        var created = await CreateAsync();
        Assert.True(await _store.EraseAsync(Id, created.Version, None));
        Assert.True(await _store.EraseAsync(Id, created.Version, None));
    }

    [Fact]
    public async Task A_writer_that_knew_an_erased_build_is_refused()
    {
        var created = await CreateAsync();
        await using var other = await OpenAsync();
        Assert.True(await other.EraseAsync(Id, created.Version, None));
        Assert.Equal(AppendResult.Conflict, await _store.AppendAsync(Change.To(created, At(1)).Succeed(StateCode.First), None));
        Assert.False((await other.LoadAsync(Id, None)).State.Exists);
    }

    [Fact]
    public async Task A_restored_build_is_what_it_was_metadata_too()
    {
        var was = await CreateAsync();
        var marked = Change.To(was, At(1)).SetMetadata("kept", "old");
        await _store.AppendAsync(marked, None);
        var later = Change.To(marked.After, At(2)).SetMetadata("kept", "new").SetMetadata("gone", "x").Succeed(StateCode.First);
        await _store.AppendAsync(later, None);
        var restored = Change.To(later.After, At(3)).Restore(marked.After, At(1.5).At, "wrong mirror");
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(restored, None));

        await using var other = await OpenAsync();
        var stored = await other.LoadAsync(Id, None);
        Assert.Null(stored.Foreign);
        SameState(restored.After, stored.State);
        Assert.Equal((0, "old", false), (stored.State.Current.Value, stored.State.Metadata["kept"], stored.State.Metadata.ContainsKey("gone")));
    }

    [Fact]
    public async Task A_recorded_history_can_be_replayed_in_pieces_of_any_size()
    {
        var events = Full(Begun()).Events;
        var state = BuildState.None(Id);
        foreach (var piece in events.Chunk(4))
        {
            var change = Change.Replay(state, [.. piece]);
            Assert.Equal(AppendResult.Appended, await _store.AppendAsync(change, None));
            state = change.After;
        }

        Assert.Equal(Written(events), Written(await _store.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None)));
        SameState(state, (await _store.LoadAsync(Id, None)).State);
    }

    private static Occasion At(double minute) => new(Noon.AddMinutes(minute), Me);

    private static Failure Broken(string error = "broken pipe") => new(error, FailureCategory.Transient, "test", Noon.AddMinutes(9));

    private static Change Begun(string id = "rhel8-web.2026_01", string provider = "aws", string type = "rhel8", string pipeline = "", double minute = 0) =>
        Change.To(BuildState.None(BuildId.Parse(id)), At(minute)).Create(
            Label.Parse(provider), Label.Parse(type), StandardStates.Plan,
            pipeline.Length == 0 ? PipelineReference.None : new PipelineReference(pipeline, "/p.yaml", new string('a', 64)));

    // One event of every kind that a worker makes.
    private static Change Full(Change begun)
    {
        var artifact = new Artifact("rootfs", "/out/rootfs.tar", 12, new string('b', 64), StateCode.First);
        return begun.Claim(TimeSpan.FromSeconds(20), _ => false).Start(StateCode.First).SetMetadata("ami", "ami-1").Record(artifact)
            .SetResumeToken("snap-7").Succeed(StateCode.First).Start(StateCode.From(5)).Fail(StateCode.From(5), Broken())
            .RetryManually("looked into it").Start(StateCode.From(5)).InterruptOpenAttempt("stopped").RollBack(StateCode.First, "again")
            .ChangePlan(StandardStates.Plan, new PipelineReference("p", "/p.yaml", "c0ffee")).Start(StateCode.First).Release();
    }

    /// <summary>What a store may answer otherwise than it was given to it: nothing.</summary>
    protected virtual BuildEvent Comparable(BuildEvent happened) => happened;

    /// <summary>The same of a state.</summary>
    protected virtual BuildState Comparable(BuildState state) => state;

    private IEnumerable<string> Written(IEnumerable<BuildEvent> events) => events.Select(happened => BuildJson.Write(Comparable(happened)));

    private void SameState(BuildState expected, BuildState actual)
    {
        Assert.Equal(BuildJson.WriteSnapshot(Comparable(expected)), BuildJson.WriteSnapshot(Comparable(actual)));
        Assert.Equal(expected.Metadata.AsEnumerable(), actual.Metadata);
    }

    private async Task<BuildState> CreateAsync()
    {
        var begun = Begun();
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(begun, None));
        return begun.After;
    }

    private async Task<BuildState> CreateAsync(string id, string provider, string type, string pipeline, double minute, bool fail = false)
    {
        var begun = Begun(id, provider, type, pipeline, minute);
        begun = fail ? begun.Fail(StateCode.First, Broken()) : begun;
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(begun, None));
        return begun.After;
    }

    private async Task<BuildState> ClaimAsync(BuildState state, Worker worker)
    {
        var change = Change.To(state, new Occasion(Noon, worker)).Claim(TimeSpan.FromSeconds(20), _ => false);
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(change, None));
        return change.After;
    }

    private async Task<string[]> ListAsync(BuildQuery query) =>
        [.. (await _store.ListAsync(query, None).ToListAsync(None)).Select(b => b.Id.Value)];
}
