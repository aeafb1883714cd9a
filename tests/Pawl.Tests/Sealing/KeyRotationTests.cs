using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Secrets;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Tests.Sealing;

/// <summary>A rotation that is cut short leaves every record whole, and the next one goes on.</summary>
public sealed class KeyRotationTests : IDisposable
{
    private const int Builds = 12;

    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-keys-").FullName;
    private readonly LocalKey _old = NewKey();
    private readonly LocalKey _new = NewKey();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cut_short_after_any_write_each_record_is_opened_by_one_of_the_keys_and_the_next_rotation_ends_it()
    {
        for (var writes = 0; writes <= Builds; writes += 3)
        {
            var trees = await FillAsync();
            using var stop = new CancellationTokenSource();
            await using (var cut = new KeyShelf("here", () => new CutOff(DirectoryObjects.Open(_folder), writes, stop)))
            {
                var first = new KeyRotation(new KeyRing(_new, [_old]), RotationScope.Others).RunAsync(cut, (_, _) => { }, stop.Token);
                if (writes < Builds)
                    await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
                else
                    await first;
            }

            await AllOpenAsync(trees, new KeyRing(_new, [_old]));
            await using var shelf = Open();
            var second = new KeyRotation(new KeyRing(_new, [_old]), RotationScope.Others);
            await second.RunAsync(shelf, (_, _) => { }, None);
            Assert.Equal((Builds, 0), (second.Rewrapped + second.Current, second.Failed));
            await AllOpenAsync(trees, new KeyRing(_new, []));
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_record_whose_key_was_not_given_is_told_of_and_left_and_the_others_are_wrapped_anew()
    {
        await FillAsync();
        await using var shelf = Open();
        var stranger = new KeyPlace(BuildId.Parse("stranger"), new string('c', 32));
        await shelf.PutAsync(await WrappedKey.MakeAsync(stranger, KeyTree.New(), NewKey(), None), None);
        var told = new List<KeyPlace>();
        var rotation = new KeyRotation(new KeyRing(_new, [_old]), RotationScope.Others);
        await rotation.RunAsync(shelf, (place, _) => told.Add(place), None);
        Assert.Equal((Builds, 1), (rotation.Rewrapped, rotation.Failed));
        Assert.Equal([stranger], told);
    }

    [Fact]
    public async Task Two_rotations_at_once_end_as_one()
    {
        var trees = await FillAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            await using var shelf = Open();
            await new KeyRotation(new KeyRing(_new, [_old]), RotationScope.Others).RunAsync(shelf, (_, _) => { }, None);
        }));
        await AllOpenAsync(trees, new KeyRing(_new, []));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private KeyShelf Open() => new("here", () => DirectoryObjects.Open(_folder));

    private async Task<Dictionary<KeyPlace, KeyTree>> FillAsync()
    {
        await using var shelf = Open();
        var trees = new Dictionary<KeyPlace, KeyTree>();
        for (var i = 0; i < Builds; i++)
        {
            var place = new KeyPlace(BuildId.Parse($"b{i}"), Guid.NewGuid().ToString("N"));
            trees[place] = KeyTree.New();
            await shelf.PutAsync(await WrappedKey.MakeAsync(place, trees[place], _old, None), None);
        }

        return trees;
    }

    private async Task AllOpenAsync(Dictionary<KeyPlace, KeyTree> trees, KeyRing ring)
    {
        await using var shelf = Open();
        foreach (var (place, tree) in trees)
            Assert.Equal(tree.Leaf(5), (await (await shelf.FindAsync(place, None))!.Record.OpenAsync(ring, None)).Leaf(5));
    }

    private static LocalKey NewKey() => LocalKey.Parse(KeyText.New());

    /// <summary>The process ends before the write after so many.</summary>
    private sealed class CutOff(DirectoryObjects objects, int writes, CancellationTokenSource stop) : IObjectStore
    {
        private int _left = writes;

        public string Location => objects.Location;

        public long MostBytes => objects.MostBytes;

        public ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken) => objects.GetAsync(key, mostBytes, cancellationToken);

        public ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
        {
            if (Interlocked.Decrement(ref _left) < 0)
                stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
            return objects.PutAsync(key, content, condition, CancellationToken.None);
        }

        public IAsyncEnumerable<string> ListAsync(string prefix, string after, CancellationToken cancellationToken) => objects.ListAsync(prefix, after, cancellationToken);

        public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) => objects.DeleteAsync(key, cancellationToken);

        public ValueTask DisposeAsync() => objects.DisposeAsync();
    }
}
