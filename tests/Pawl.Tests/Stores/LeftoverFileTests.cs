using System.Text;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Tests.Stores;

/// <summary>What a writer that was killed leaves of an object doesn't outlive the object.</summary>
public sealed class LeftoverFileTests : IDisposable
{
    private const string Key = ".pawl/keys/web-42/0123.json";

    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-left-").FullName;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deleted_object_takes_what_killed_writers_left_of_it_along_and_leaves_that_of_others()
    {
        await using var objects = DirectoryObjects.Open(_folder);
        var tag = await objects.PutAsync(Key, Content("first"), PutCondition.Absent, None);
        Assert.NotNull(await objects.PutAsync(Key, Content("second"), PutCondition.Over(tag!.Value), None));
        LeaveBehind(Key);
        LeaveBehind(".pawl/keys/web-43/0123.json");
        await objects.DeleteAsync(Key, None);
        Assert.Equal([".pawl/keys/web-43/0123.json"], Secrets());
    }

    [Fact]
    public async Task What_killed_writers_left_of_an_object_that_never_came_to_be_goes_with_its_deletion_too()
    {
        await using var objects = DirectoryObjects.Open(_folder);
        LeaveBehind(Key);
        await objects.DeleteAsync(Key, None);
        Assert.Empty(Secrets());
    }

    [Fact]
    public async Task What_is_old_goes_with_the_next_write_and_what_may_be_written_just_now_stays()
    {
        File.SetLastWriteTimeUtc(LeaveBehind(Key), DateTime.UtcNow.AddHours(-2));
        LeaveBehind("aws/web-42/state.json");
        await using var objects = DirectoryObjects.Open(_folder);
        await objects.PutAsync("other.json", Content("third"), PutCondition.Absent, None);
        Assert.Equal(["aws/web-42/state.json"], Secrets());
    }

    [Fact]
    public async Task A_list_shows_objects_and_nothing_that_was_left()
    {
        LeaveBehind(Key);
        await using var objects = DirectoryObjects.Open(_folder);
        await objects.PutAsync(Key, Content("first"), PutCondition.Absent, None);
        Assert.Equal([Key], await objects.ListAsync("", "", None).ToListAsync(None));
    }

    [Fact]
    public async Task Writers_and_deleters_of_one_object_at_once_are_all_answered_and_nothing_is_left()
    {
        await using var objects = DirectoryObjects.Open(_folder);
        for (var i = 0; i < 60; i++)
            await Task.WhenAll(Task.Run(WriteAsync, None), Task.Run(WriteAsync, None), Task.Run(() => objects.DeleteAsync(Key, None).AsTask(), None));
        await using var last = DirectoryObjects.Open(_folder);
        await last.DeleteAsync(Key, None);
        Assert.Null(await last.GetAsync(Key, 1, None));
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories), file => Path.GetFileName(file) != ".lock");

        async Task WriteAsync()
        {
            var condition = await objects.GetAsync(Key, 1 << 10, None) is { } there ? PutCondition.Over(there.Tag) : PutCondition.Absent;
            await objects.PutAsync(Key, Content("new"), condition, None);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Content(string text) => Encoding.UTF8.GetBytes(text);

    // As a writer leaves it that is killed before it gives the file its name.
    private string LeaveBehind(string key)
    {
        var path = new UnnamedFiles(_folder).NewFor(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"secret of {key}");
        return path;
    }

    private IEnumerable<string> Secrets() => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
        .Select(File.ReadAllText).Where(text => text.StartsWith("secret of ", StringComparison.Ordinal)).Select(text => text["secret of ".Length..]);
}
