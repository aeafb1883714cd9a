using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Tests.Sealing;

/// <summary>What is forgotten of a build's key is gone from every copy of the build, and nothing else is.</summary>
public sealed class KeyErasureTests : IDisposable
{
    private static readonly BuildId Id = BuildId.Parse("web-42");

    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-erasure-").FullName;
    private readonly KeyRing _ring = new(LocalKey.Parse(KeyText.New()), []);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_is_forgotten_in_one_event_and_the_history_stays_whole()
    {
        var worker = new Worker("jane@host") { Origin = new(new Origin("jane", "host", "", "looked into it")) };
        var change = Change.To(BuildState.None(Id), new Occasion(DateTimeOffset.UnixEpoch, worker))
            .Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None).SetMetadata("a", "1").SetMetadata("b", "2");
        await using (var store = Open())
            Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));

        await using (var shelf = Shelf())
        {
            var place = await shelf.ListAsync(None).SingleAsync(None);
            var erasure = new KeyErasure(_ring);
            SealedPiece[] pieces = [new(new BuildVersion(2), SealedPart.Identity), new(new BuildVersion(3), SealedPart.Content)];
            Assert.True(await erasure.ForgetAsync(shelf, place, pieces, new BuildVersion(4), None));
            Assert.True(await erasure.ForgetAsync(shelf, place, pieces, new BuildVersion(4), None));
            Assert.False(await erasure.ForgetAsync(shelf, place with { Name = new string('0', 32) }, pieces, new BuildVersion(4), None));
        }

        await using var after = Open();
        var events = await after.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None);
        Assert.Equal(["jane@host", "(erased)", "jane@host"], events.Select(e => e.By));
        Assert.Equal(["jane", "(erased)", "jane"], events.Select(e => e.Origin.User));
        Assert.Equal(["1", "(erased)"], (await after.LoadAsync(Id, None)).State.Metadata.Values);
        var goOn = Change.To((await after.LoadAsync(Id, None)).State, new Occasion(DateTimeOffset.UnixEpoch, worker)).SetMetadata("c", "3");
        Assert.Equal(AppendResult.Appended, await after.AppendAsync(goOn, None));
        await using var recorded = Objects();
        var check = await HistoryCheck.FindAsync(Id, recorded.ReadHistoryAsync(Id, BuildVersion.None, None), None).ToListAsync(None);
        Assert.Empty(check);
    }

    [Fact]
    public async Task A_record_that_is_ahead_of_a_build_that_was_brought_back_forgets_all_the_same()
    {
        var change = Change.To(BuildState.None(Id), new Occasion(DateTimeOffset.UnixEpoch, new Worker("me")))
            .Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None).SetMetadata("a", "1").SetMetadata("b", "2");
        await using (var store = Open())
            await store.AppendAsync(change, None);
        await using var shelf = Shelf();
        var place = await shelf.ListAsync(None).SingleAsync(None);
        var erasure = new KeyErasure(_ring);
        await erasure.ForgetAsync(shelf, place, [new(new BuildVersion(9), SealedPart.Content)], new BuildVersion(10), None);
        await erasure.ForgetAsync(shelf, place, [new(new BuildVersion(3), SealedPart.Content)], new BuildVersion(4), None);
        Assert.True((await shelf.FindAsync(place, None))!.Record.ErasedUpTo > new BuildVersion(10)); // So that copies take it over.
        await using var after = Open();
        Assert.Equal(["1", "(erased)"], (await after.LoadAsync(Id, None)).State.Metadata.Values);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IBuildStore Open()
    {
        var shelf = Shelf();
        shelf.EncryptAsync(DateTimeOffset.UnixEpoch, None).AsTask().GetAwaiter().GetResult();
        return SealedBuildStore.Over(Objects(), new SealKeys(new Lazy<KeyRing>(_ring), shelf, [], _ => { }), SealedView.Clear);
    }

    private ObjectBuildStore Objects() => new(DirectoryObjects.Open(_folder), new StoreContext(TimeProvider.System, _ => { }));

    private KeyShelf Shelf() => new("here", () => DirectoryObjects.Open(_folder));
}
