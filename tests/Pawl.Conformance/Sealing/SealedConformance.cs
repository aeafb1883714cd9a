using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance.Sealing;

/// <summary>A store whose builds are sealed keeps every promise of a store. Only the hashes that chain the events are others: they are those of the
/// sealed ones.</summary>
public abstract class SealedConformance : BuildStoreConformance
{
    private static readonly LocalKey Key = NewKey();

    /// <summary>Opens the store without sealing.</summary>
    protected abstract ValueTask<IBuildStore> OpenRecordedAsync();

    /// <summary>Opens the objects that keep the keys.</summary>
    protected abstract IObjectStore OpenKeys();

    protected sealed override async ValueTask<IBuildStore> OpenAsync()
    {
        var store = await OpenRecordedAsync();
        var shelf = new KeyShelf(store.Location, OpenKeys);
        await shelf.EncryptAsync(DateTimeOffset.UnixEpoch, None);
        var ring = new Lazy<KeyRing>(new KeyRing(Key, []));
        return SealedBuildStore.Over(store, new SealKeys(ring, shelf, [], Surroundings.Context.Warn), SealedView.Clear);
    }

    protected override BuildEvent Comparable(BuildEvent happened) => happened switch
    {
        BuildEvent.Created created => created with { Previous = ChainHash.None, Seal = Seal.None },
        BuildEvent.Restored restored => restored with { Previous = ChainHash.None, State = Comparable(restored.State) },
        _ => happened with { Previous = ChainHash.None },
    };

    protected override BuildState Comparable(BuildState state) => state with { Head = ChainHash.None, Seal = Seal.None };

    [Fact]
    public async Task Nothing_that_is_recorded_is_in_the_clear_and_its_chain_is_whole_without_a_key()
    {
        const string secret = "planted-7d1f";
        var id = BuildId.Parse("sealed-1");
        var worker = new Worker($"{secret}-by") { Origin = new(new Origin($"{secret}-user", $"{secret}-host", $"{secret}-job", $"{secret}-why")) };
        var at = new Occasion(DateTimeOffset.UnixEpoch.AddDays(1), worker);
        await using (var store = await OpenAsync())
        {
            var change = Change.To(BuildState.None(id), at)
                .Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, new PipelineReference("p", $"/home/{secret}/p.yaml", "00"))
                .Claim(TimeSpan.FromMinutes(1), _ => false).SetMetadata("k", secret).SetResumeToken(secret)
                .Record(new Artifact("a", $"/{secret}", 1, "00", StateCode.First)).Start(StateCode.First)
                .Fail(StateCode.First, new Failure($"{secret}\nsecond line", FailureCategory.Transient, "r", null));
            Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));
            Assert.Equal(secret, (await store.LoadAsync(id, None)).State.Metadata["k"]);
            Assert.Equal(secret, (await store.ListAsync(new BuildQuery(), None).SingleAsync(None)).Error);
        }

        await FindNothingAsync(secret);
        await using var recorded = await OpenRecordedAsync();
        var state = (await recorded.LoadAsync(id, None)).State;
        Assert.DoesNotContain(secret, BuildJson.WriteSnapshot(state) + BuildJson.WriteMetadata(state.Metadata), StringComparison.Ordinal);
        var events = await recorded.ReadHistoryAsync(id, BuildVersion.None, None).ToListAsync(None);
        Assert.All(events, happened => Assert.DoesNotContain(secret, BuildJson.Write(happened), StringComparison.Ordinal));
        Assert.Empty(await HistoryCheck.FindAsync(id, events.ToAsyncEnumerable(), None).ToListAsync(None));
        Assert.Equal(History.Apply(BuildState.None(id), events).Head, state.Head);
        Assert.Empty(recorded is IAuditableStore auditable ? await auditable.FindDifferencesAsync(id, None) : []);
    }

    [Fact]
    public async Task What_was_erased_cannot_be_read_again_its_key_is_gone_and_its_chain_is_whole()
    {
        var id = BuildId.Parse("erased-1");
        var at = new Occasion(DateTimeOffset.UnixEpoch.AddDays(1), new Worker("anna@ci"));
        await using (var store = await OpenAsync())
        {
            var begun = Change.To(BuildState.None(id), at).Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None)
                .SetMetadata("a", "1").SetMetadata("b", "2").Start(StateCode.First)
                .Fail(StateCode.First, new Failure("no such mirror", FailureCategory.Transient, "r", null));
            Assert.Equal(AppendResult.Appended, await store.AppendAsync(begun, None));
            var values = Change.To((await store.LoadAsync(id, None)).State, at).EraseValues([new(new BuildVersion(2), SealedPart.Content)], "request 17");
            Assert.Equal(AppendResult.Appended, await store.AppendAsync(values, None));
            Assert.Equal(["(erased)", "2"], (await store.LoadAsync(id, None)).State.Metadata.Values);
        }

        await using (var store = await OpenAsync())
        {
            Assert.Equal(["(erased)", "2"], (await store.LoadAsync(id, None)).State.Metadata.Values);
            var whole = Change.To((await store.LoadAsync(id, None)).State, at).Erase("request 18");
            Assert.Equal(AppendResult.Appended, await store.AppendAsync(whole, None));
            var state = (await store.LoadAsync(id, None)).State;
            Assert.Equal(["(erased)", "(erased)"], state.Metadata.Values);
            Assert.Equal(new Erasure(at.At, "anna@ci", "request 18"), state.Erasure);
            Assert.Equal("(erased)", (await store.ListAsync(new BuildQuery(), None).SingleAsync(None)).Error);
            var last = await store.ReadHistoryAsync(id, new BuildVersion(5), None).ToListAsync(None);
            Assert.Equal([("anna@ci", "values_erased"), ("anna@ci", "erased")], last.Select(happened => (happened.By, BuildJson.KindOf(happened))));
        }

        await using var shelf = new KeyShelf("here", OpenKeys);
        var place = await shelf.ListAsync(None).SingleAsync(place => place.Build == id, None);
        Assert.IsType<DestroyedKey>((await shelf.FindAsync(place, None))!.Record);
        await using var recorded = await OpenRecordedAsync();
        var events = await recorded.ReadHistoryAsync(id, BuildVersion.None, None).ToListAsync(None);
        Assert.Empty(await HistoryCheck.FindAsync(id, events.ToAsyncEnumerable(), None).ToListAsync(None));
        Assert.Empty(recorded is IAuditableStore auditable ? await auditable.FindDifferencesAsync(id, None) : []);
    }

    // Where keys are objects beside the builds, this goes through every byte: files of a database and its log too.
    private async Task FindNothingAsync(string secret)
    {
        await using var all = OpenKeys();
        var looked = 0;
        await foreach (var key in all.ListAsync("", "", None))
        {
            looked++;
            if (await all.GetAsync(key, int.MaxValue, None) is { } stored)
                Assert.True(stored.Content.Span.IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)) < 0, $"{key} holds the secret");
        }

        Assert.True(looked >= 2);
    }

    private static LocalKey NewKey() => LocalKey.Parse(KeyText.New());
}
