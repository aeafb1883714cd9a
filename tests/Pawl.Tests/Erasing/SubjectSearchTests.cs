using Pawl.Builds;
using Pawl.Erasing;
using Pawl.Sealing;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Tests.Erasing;

/// <summary>Wherever a person stands in a history, the search says so, and what it takes to forget it.</summary>
public sealed class SubjectSearchTests : IDisposable
{
    private static readonly BuildId Id = BuildId.Parse("web-42");
    private static readonly Subject Jane = new(["Jane Doe", "jdoe"]);

    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-subject-").FullName;
    private readonly KeyRing _ring = new(LocalKey.Parse(KeyText.New()), []);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_text_of_a_sealed_history_is_looked_into_and_a_restored_value_counts_where_it_was_recorded()
    {
        await EncryptAsync();
        await using var store = Open();
        var jane = new Worker("jdoe@laptop") { Origin = new(new Origin("jdoe", "laptop", "", "pawl succeed")) };
        await AppendAsync(store, new Worker("ci"), change => change
            .Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, new PipelineReference("p", "/home/jdoe/p.yaml", "00")));
        await AppendAsync(store, new Worker("ci"), change => change.SetMetadata("owner", "Jane Doe").SetMetadata("jdoe", "key only").SetResumeToken("mail jane doe"));
        await AppendAsync(store, jane, change => change.Record(new Artifact("jdoe", "/a", 1, "00", StateCode.First)));
        await using var recorded = Open(SealedView.AsRecorded);
        var then = (await recorded.LoadAsync(Id, None)).State;
        await AppendAsync(store, new Worker("ci"), change => change.SetMetadata("owner", "nobody"));
        await AppendAsync(recorded, new Worker("ci"), change => change.Restore(then, DateTimeOffset.UnixEpoch, "as it was"));

        var found = await FindAsync(recorded).ToListAsync(None);
        Assert.Equal(
        [
            (1, "pipeline path", SealedPart.Content), (2, "metadata owner", SealedPart.Content), (4, "resume token", SealedPart.Content), (5, "by", SealedPart.Identity),
            (5, "user", SealedPart.Identity),
        ],
        found.Where(mention => mention.Piece is not null).Select(mention => (mention.Version.Value, mention.Field, mention.Piece!.Value.Part)));
        Assert.All(found.Where(mention => mention.Piece is { } piece), mention => Assert.Equal(mention.Version, mention.Piece!.Value.Version));
        // What is readable without a key goes with the whole build only: a key of metadata, and the name of an artifact, there and in what was restored.
        Assert.Equal([(3, "key"), (5, "name"), (7, "artifacts"), (7, "metadata"), (7, "name")],
            found.Where(mention => mention.Piece is null).Select(mention => (mention.Version.Value, mention.Field)).Order());
    }

    [Fact]
    public async Task In_a_build_that_is_not_sealed_everything_goes_with_the_whole_build_only()
    {
        await using var store = Open();
        await AppendAsync(store, new Worker("jdoe@laptop"), change => change
            .Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None).SetMetadata("owner", "Jane Doe"));
        var found = await FindAsync(store).ToListAsync(None);
        Assert.Equal([(1, "by"), (2, "metadata owner"), (2, "by")], found.Select(mention => (mention.Version.Value, mention.Field)));
        Assert.All(found, mention => Assert.Null(mention.Piece));
    }

    [Fact]
    public async Task What_was_erased_names_nobody()
    {
        await EncryptAsync();
        await using (var store = Open())
        {
            await AppendAsync(store, new Worker("ci"), change => change
                .Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None).SetMetadata("owner", "Jane Doe").SetMetadata("jdoe", "x"));
            await AppendAsync(store, new Worker("ci"), change => change.EraseValues([new(new BuildVersion(2), SealedPart.Content)], "request"));
            Assert.Equal(["key"], await FindAsync(store).Select(mention => mention.Field).ToListAsync(None));
            await AppendAsync(store, new Worker("ci"), change => change.Erase("request"));
        }

        await using var after = Open(SealedView.AsRecorded);
        Assert.Empty(await FindAsync(after).ToListAsync(None));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async IAsyncEnumerable<Mention> FindAsync(IBuildStore store)
    {
        await foreach (var mention in new SubjectSearch(store, Jane).FindAsync((await store.LoadAsync(Id, None)).State, None))
            yield return mention;
    }

    private static async Task AppendAsync(IBuildStore store, Worker worker, Func<Change, Change> decide)
    {
        var change = decide(Change.To((await store.LoadAsync(Id, None)).State, new Occasion(DateTimeOffset.UnixEpoch.AddDays(1), worker)));
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));
    }

    private async Task EncryptAsync()
    {
        await using var shelf = Shelf();
        await shelf.EncryptAsync(DateTimeOffset.UnixEpoch, None);
    }

    private IBuildStore Open(SealedView view = SealedView.Clear) => SealedBuildStore.Over(
        new ObjectBuildStore(DirectoryObjects.Open(_folder), new StoreContext(TimeProvider.System, _ => { })),
        new SealKeys(new Lazy<KeyRing>(_ring), Shelf(), [], _ => { }),
        view);

    private KeyShelf Shelf() => new("here", () => DirectoryObjects.Open(_folder));
}
