using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Tests.Sealing;

/// <summary>Erasing goes where its event goes: a copy with a key from before shows nothing that was erased, and forgets it.</summary>
public sealed class StaleKeyTests : IDisposable
{
    private static readonly BuildId Id = BuildId.Parse("web-42");
    private static readonly Occasion Now = new(DateTimeOffset.UnixEpoch.AddDays(1), new Worker("anna@ci"));

    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-stale-").FullName;
    private readonly KeyRing _ring = new(LocalKey.Parse(KeyText.New()), []);
    private readonly List<string> _warnings = [];

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_still_opens_erased_values_forgets_them_when_it_is_used()
    {
        var place = await BeginAsync();
        // Killed between the event and the key.
        await AppendAsync(SealedView.Clear, change => change.EraseValues([new(new BuildVersion(2), SealedPart.Content)], "request 17"));
        await using (var store = Open(SealedView.Clear))
            Assert.Equal(["(erased)", "2"], (await store.LoadAsync(Id, None)).State.Metadata.Values);
        await using var shelf = Shelf(_folder);
        var record = (await shelf.FindAsync(place, None))!.Record;
        Assert.Equal(new BuildVersion(4), record.ErasedUpTo);
        var tree = await record.OpenAsync(_ring, None);
        Assert.Null(tree.Leaf(BuildSealer.LeafOf(new BuildVersion(2), SealedPart.Content)));
        Assert.NotNull(tree.Leaf(BuildSealer.LeafOf(new BuildVersion(3), SealedPart.Content)));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task The_key_of_an_erased_build_is_destroyed_by_whoever_looks_at_it_and_no_copy_brings_it_back()
    {
        var place = await BeginAsync();
        var copy = Directory.CreateTempSubdirectory("pawl-stale-copy-").FullName;
        await using (var shelf = Shelf(_folder))
        await using (var other = Shelf(copy))
            await other.PutAsync((await shelf.FindAsync(place, None))!.Record, None);
        await AppendAsync(SealedView.AsRecorded, change => change.Erase("request 18"));
        await using (var store = Open(SealedView.Clear))
        {
            var state = (await store.LoadAsync(Id, None)).State;
            Assert.Equal(["(erased)", "(erased)"], state.Metadata.Values);
            Assert.Equal(new Erasure(Now.At, "anna@ci", "request 18"), state.Erasure);
        }

        await using (var shelf = Shelf(_folder))
            Assert.Equal("request 18", Assert.IsType<DestroyedKey>((await shelf.FindAsync(place, None))!.Record).Erasure.Reason);

        // The other way round: what was brought from a copy is brought as destroyed, and a key that is there isn't put back.
        await using var target = KeyCarryingStore.Over(Objects(copy), Shelf(_folder), Shelf(copy), KeyAfterErasure.Kept);
        await using var source = Objects(_folder);
        var events = await source.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None);
        Assert.Equal(AppendResult.Appended, await target.AppendAsync(Change.Replay(BuildState.None(Id), [.. events[..3]]), None));
        Assert.IsType<WrappedKey>((await Shelf(copy).FindAsync(place, None))!.Record);
        Assert.Equal(AppendResult.Appended, await target.AppendAsync(Change.Replay(History.Apply(BuildState.None(Id), events[..3]), [.. events[3..]]), None));
        Assert.IsType<DestroyedKey>((await Shelf(copy).FindAsync(place, None))!.Record);
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task A_copy_gets_the_key_that_has_forgotten_with_the_next_events()
    {
        var place = await BeginAsync();
        var copy = Directory.CreateTempSubdirectory("pawl-stale-copy-").FullName;
        await using var target = KeyCarryingStore.Over(Objects(copy), Shelf(_folder), Shelf(copy), KeyAfterErasure.Kept);
        await using var source = Objects(_folder);
        var events = await source.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None);
        await target.AppendAsync(Change.Replay(BuildState.None(Id), [.. events]), None);
        Assert.Equal(BuildVersion.None, (await Shelf(copy).FindAsync(place, None))!.Record.ErasedUpTo);
        await AppendAsync(SealedView.Clear, change => change.EraseValues([new(new BuildVersion(2), SealedPart.Content)], "request 17"));
        await using (var store = Open(SealedView.Clear))
            await store.LoadAsync(Id, None);
        var more = await source.ReadHistoryAsync(Id, new BuildVersion(3), None).ToListAsync(None);
        await target.AppendAsync(Change.Replay(History.Apply(BuildState.None(Id), events), [.. more]), None);
        Assert.Equal(new BuildVersion(4), (await Shelf(copy).FindAsync(place, None))!.Record.ErasedUpTo);
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_destroyed_too()
    {
        var place = await BeginAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, ".pawl", "keys", "web-42", $"{place.Name}.json"), "{", None);
        await using var shelf = Shelf(_folder);
        await shelf.DestroyAsync(place, new Erasure(Now.At, "anna@ci", "x"), None);
        Assert.IsType<DestroyedKey>((await shelf.FindAsync(place, None))!.Record);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<KeyPlace> BeginAsync()
    {
        await using (var shelf = Shelf(_folder))
            await shelf.EncryptAsync(DateTimeOffset.UnixEpoch, None);
        await using (var store = Open(SealedView.Clear))
        {
            var change = Change.To(BuildState.None(Id), Now).Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None)
                .SetMetadata("a", "1").SetMetadata("b", "2");
            Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));
        }

        await using var keys = Shelf(_folder);
        return await keys.ListAsync(None).SingleAsync(None);
    }

    private async Task AppendAsync(SealedView view, Func<Change, Change> decide)
    {
        await using var store = Open(view);
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(decide(Change.To((await store.LoadAsync(Id, None)).State, Now)), None));
    }

    private IBuildStore Open(SealedView view) =>
        SealedBuildStore.Over(Objects(_folder), new SealKeys(new Lazy<KeyRing>(_ring), Shelf(_folder), [], _warnings.Add), view);

    private static ObjectBuildStore Objects(string folder) => new(DirectoryObjects.Open(folder), new StoreContext(TimeProvider.System, _ => { }));

    private static KeyShelf Shelf(string folder) => new("here", () => DirectoryObjects.Open(folder));
}
