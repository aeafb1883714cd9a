using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Tests.Sealing;

/// <summary>Records of keys that open nothing don't stay, and one that a build needs is never lost for it.</summary>
public sealed class KeyLeftoverTests : IDisposable
{
    private static readonly BuildId Id = BuildId.Parse("web-42");
    private static readonly LocalKey Key = LocalKey.Parse(KeyText.New());
    private static readonly Occasion Now = new(DateTimeOffset.UnixEpoch, new Worker("test"));

    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-keys-").FullName;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_that_begin_a_build_at_once_the_loser_takes_its_record_away()
    {
        await EncryptAsync();
        await using var first = Open(store => store);
        await using var second = Open(store => store);
        Assert.Equal(AppendResult.Appended, await first.AppendAsync(Begun(Id), None));
        Assert.Equal(AppendResult.Conflict, await second.AppendAsync(Begun(Id), None));
        Assert.Equal([await KeyNameAsync(Id)], await RecordsAsync(Id));
    }

    [Fact]
    public async Task Erasing_a_build_destroys_all_records_of_its_id_and_none_of_others()
    {
        await EncryptAsync();
        await using var store = Open(store => store);
        var other = BuildId.Parse("web-421");
        await store.AppendAsync(Begun(Id), None);
        await store.AppendAsync(Begun(other), None);
        await LeaveAsync(Id);
        Assert.True(await store.EraseAsync(Id, new BuildVersion(1), None));
        Assert.Empty(await RecordsAsync(Id));
        Assert.Single(await RecordsAsync(other));
    }

    [Fact]
    public async Task A_build_that_begins_again_while_it_is_erased_keeps_its_record()
    {
        await EncryptAsync();
        await using var again = Open(store => store);
        await using var store = Open(store => new Meddling(store) { AfterErase = async () => await again.AppendAsync(Begun(Id), None) });
        await store.AppendAsync(Begun(Id), None);
        Assert.True(await store.EraseAsync(Id, new BuildVersion(1), None));
        Assert.Equal([await KeyNameAsync(Id)], await RecordsAsync(Id));
    }

    [Fact]
    public async Task A_record_that_an_erasure_destroys_just_before_its_builds_first_event_is_put_back()
    {
        await EncryptAsync();
        await using var store = Open(store => new Meddling(store)
        {
            BeforeAppend = async () =>
            {
                await using var shelf = Shelf();
                foreach (var name in await RecordsAsync(Id))
                    await shelf.DeleteAsync(new KeyPlace(Id, name), None);
            },
        });
        await store.AppendAsync(Begun(Id), None);
        Assert.Equal([await KeyNameAsync(Id)], await RecordsAsync(Id));
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_found_again_with_the_key_and_the_chain_that_it_was_recorded_with()
    {
        await EncryptAsync();
        var answers = 0;
        await using var store = Open(store => new Meddling(store)
        {
            AfterAppend = () => answers++ % 2 == 0 ? Task.FromException(new StoreException(StoreFault.Busy, "no answer")) : Task.CompletedTask,
        });
        var change = Begun(Id);
        foreach (var next in (Func<BuildState, Change>[])[s => Change.To(s, Now).SetMetadata("a", "b"), s => Change.To(s, Now).SetMetadata("c", "d")])
        {
            await Assert.ThrowsAsync<StoreException>(() => store.AppendAsync(change, None).AsTask());
            Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));
            change = next(change.After);
        }

        await using var recorded = Plain(_folder);
        Assert.Empty(await HistoryCheck.FindAsync(Id, recorded.ReadHistoryAsync(Id, BuildVersion.None, None), None).ToListAsync(None));
        Assert.Equal([await KeyNameAsync(Id)], await RecordsAsync(Id));
    }

    [Fact]
    public async Task Erasing_a_copy_destroys_the_other_records_of_its_id_there_too()
    {
        await EncryptAsync();
        await using var live = Open(store => store);
        await live.AppendAsync(Begun(Id), None);
        var elsewhere = Path.Combine(_folder, "mirror");
        await using var mirror = KeyCarryingStore.Over(Plain(elsewhere), Shelf(), Shelf(elsewhere), KeyAfterErasure.Destroyed);
        await using var recorded = Plain(_folder);
        var events = await recorded.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None);
        await mirror.AppendAsync(Change.Replay(BuildState.None(Id), [.. events]), None);
        await using (var shelf = Shelf(elsewhere))
            await shelf.PutAsync(await WrappedKey.MakeAsync(NewPlace(Id), KeyTree.New(), Key, None), None);
        Assert.True(await mirror.EraseAsync(Id, new BuildVersion(1), None));
        Assert.Empty(await RecordsAsync(Id, elsewhere));
        Assert.Single(await RecordsAsync(Id));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static KeyPlace NewPlace(BuildId id) => new(id, Guid.NewGuid().ToString("N"));

    private static Change Begun(BuildId id) =>
        Change.To(BuildState.None(id), Now).Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None);

    private static ObjectBuildStore Plain(string folder) => new(DirectoryObjects.Open(folder), new StoreContext(TimeProvider.System, text => Assert.Fail(text)));

    private IBuildStore Open(Func<IBuildStore, IBuildStore> around) => SealedBuildStore.Over(
        around(Plain(_folder)), new SealKeys(new Lazy<KeyRing>(new KeyRing(Key, [])), Shelf(), [], text => Assert.Fail(text)), SealedView.Clear);

    private KeyShelf Shelf() => Shelf(_folder);

    private static KeyShelf Shelf(string folder) => new("here", () => DirectoryObjects.Open(folder));

    private async Task EncryptAsync()
    {
        await using var shelf = Shelf();
        await shelf.EncryptAsync(DateTimeOffset.UnixEpoch, None);
    }

    private async Task LeaveAsync(BuildId id)
    {
        await using var shelf = Shelf();
        await shelf.PutAsync(await WrappedKey.MakeAsync(NewPlace(id), KeyTree.New(), Key, None), None);
    }

    private async Task<string> KeyNameAsync(BuildId id)
    {
        await using var store = Plain(_folder);
        return (await store.LoadAsync(id, None)).State.Seal.KeyName;
    }

    private Task<List<string>> RecordsAsync(BuildId id) => RecordsAsync(id, _folder);

    private static async Task<List<string>> RecordsAsync(BuildId id, string folder)
    {
        await using var shelf = Shelf(folder);
        return await shelf.ListAsync(None).Where(place => place.Build == id).Select(place => place.Name).ToListAsync(None);
    }

    /// <summary>Somebody else does something at the worst moment.</summary>
    private sealed class Meddling(IBuildStore store) : IBuildStore
    {
        public Func<Task> BeforeAppend { get; init; } = () => Task.CompletedTask;

        public Func<Task> AfterAppend { get; init; } = () => Task.CompletedTask;

        public Func<Task> AfterErase { get; init; } = () => Task.CompletedTask;

        public string Location => store.Location;

        public ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken) => store.LoadAsync(id, cancellationToken);

        public async ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken)
        {
            await BeforeAppend();
            var result = await store.AppendAsync(change, cancellationToken);
            await AfterAppend();
            return result;
        }

        public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) =>
            store.ReadHistoryAsync(id, after, cancellationToken);

        public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) =>
            store.RenewLeaseAsync(id, token, until, cancellationToken);

        public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

        public async ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken)
        {
            var erased = await store.EraseAsync(id, version, cancellationToken);
            await AfterErase();
            return erased;
        }

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
