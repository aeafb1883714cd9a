using System.Text;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance;

/// <summary>What makes objects good enough to keep builds in. Subclass it, and each promise of <see cref="IObjectStore"/> is tested.</summary>
public abstract class ObjectStoreConformance : IAsyncLifetime
{
    private IObjectStore _objects = null!;

    protected static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>Opens the objects that this test works on; a second call opens them again, as another process would.</summary>
    protected abstract ValueTask<IObjectStore> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _objects = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await _objects.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_object_that_was_never_put_is_not_there()
    {
        Assert.Null(await _objects.GetAsync("aws/b/state.json", 100, None));
        Assert.Empty(await _objects.ListAsync("aws/", "", None).ToListAsync(None));
        await _objects.DeleteAsync("aws/b/state.json", None);
    }

    [Fact]
    public async Task An_object_is_read_back_as_it_was_by_another_process()
    {
        var content = """{"a":"\u00e4\u6f22","n":[1,2.5,null,true]}"""u8.ToArray();
        var tag = await _objects.PutAsync("aws/b/state.json", content, PutCondition.Absent, None);
        Assert.NotNull(tag);
        await using var other = await OpenAsync();
        var read = await other.GetAsync("aws/b/state.json", int.MaxValue, None);
        Assert.Equal(Encoding.UTF8.GetString(content), Encoding.UTF8.GetString(read!.Content.Span));
        Assert.Equal((tag.Value, true), (read.Tag, read.IsWhole));
    }

    [Fact]
    public async Task Only_the_first_bytes_are_read_when_no_more_are_asked_for()
    {
        var content = Json(new string('x', 20_000));
        var tag = await _objects.PutAsync("aws/b/state.json", content, PutCondition.Absent, None);
        var head = await _objects.GetAsync("aws/b/state.json", 1_000, None);
        Assert.Equal((1_000, tag!.Value, false), (head!.Content.Length, head.Tag, head.IsWhole));
        Assert.True(content.AsSpan(0, 1_000).SequenceEqual(head.Content.Span));
        Assert.True((await _objects.GetAsync("aws/b/state.json", content.Length, None))!.IsWhole);
    }

    [Fact]
    public async Task What_exists_is_not_created_again()
    {
        await _objects.PutAsync("aws/b/history/0000000001.json", Json("first"), PutCondition.Absent, None);
        Assert.Null(await _objects.PutAsync("aws/b/history/0000000001.json", Json("second"), PutCondition.Absent, None));
        Assert.Equal("first", await TextAsync("aws/b/history/0000000001.json"));
    }

    [Fact]
    public async Task An_object_is_replaced_only_over_the_content_that_is_named()
    {
        var first = await _objects.PutAsync("aws/b/state.json", Json("1"), PutCondition.Absent, None);
        var second = await _objects.PutAsync("aws/b/state.json", Json("2"), PutCondition.Over(first!.Value), None);
        Assert.NotNull(second);
        Assert.NotEqual(first, second);
        Assert.Null(await _objects.PutAsync("aws/b/state.json", Json("3"), PutCondition.Over(first.Value), None));
        Assert.Equal("2", await TextAsync("aws/b/state.json"));
        Assert.Null(await _objects.PutAsync("aws/b/other.json", Json("3"), PutCondition.Over(first.Value), None));
        Assert.Null(await _objects.GetAsync("aws/b/other.json", 100, None));
    }

    [Fact]
    public async Task Of_many_creators_one_wins()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenAsync().AsTask()));
        for (var round = 0; round < 5; round++)
        {
            var key = $"aws/b/history/000000000{round}.json";
            var tags = await Task.WhenAll(stores.Select((s, i) => Task.Run(async () => await s.PutAsync(key, Json($"{i}"), PutCondition.Absent, None), None)));
            var winner = Assert.Single(Enumerable.Range(0, 8), i => tags[i] is not null);
            Assert.Equal($"{winner}", await TextAsync(key));
        }

        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Counting_up_by_many_loses_nothing()
    {
        await _objects.PutAsync("n", Json("0"), PutCondition.Absent, None);
        const int writers = 4, each = 5;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(
            async () =>
            {
                await using var store = await OpenAsync();
                for (var done = 0; done < each;)
                {
                    var there = (await store.GetAsync("n", 100, None))!;
                    var next = Json($"{int.Parse(Text(there), System.Globalization.CultureInfo.InvariantCulture) + 1}");
                    done += await store.PutAsync("n", next, PutCondition.Over(there.Tag), None) is null ? 0 : 1;
                }
            },
            None)));
        Assert.Equal($"{writers * each}", await TextAsync("n"));
    }

    [Fact]
    public async Task Keys_are_listed_in_order_by_prefix_and_after_another()
    {
        foreach (var key in (string[])["aws/b/history/0000000002.json", "aws/b/history/0000000010.json", "aws/b/history/0000000001.json", "aws/b/state.json", "aws/bb/state.json", "gcp/b/state.json"])
            await _objects.PutAsync(key, Json("x"), PutCondition.Absent, None);

        Assert.Equal(
            ["aws/b/history/0000000001.json", "aws/b/history/0000000002.json", "aws/b/history/0000000010.json"],
            await _objects.ListAsync("aws/b/history/", "", None).ToListAsync(None));
        Assert.Equal(
            ["aws/b/history/0000000010.json"], await _objects.ListAsync("aws/b/history/", "aws/b/history/0000000002.json", None).ToListAsync(None));
        Assert.Equal(
            ["aws/b/history/0000000002.json", "aws/b/history/0000000010.json"],
            await _objects.ListAsync("aws/b/history/", "aws/b/history/0000000001.jsonx", None).ToListAsync(None));
        Assert.Equal(4, await _objects.ListAsync("aws/b/", "", None).CountAsync(None));
        Assert.Empty(await _objects.ListAsync("azure/b/", "", None).ToListAsync(None));
    }

    [Fact]
    public async Task More_keys_than_one_answer_holds_are_all_listed()
    {
        const int count = 1_100;
        await Parallel.ForAsync(1, count + 1, None, async (i, token) =>
            await _objects.PutAsync($"aws/b/history/{i:D10}.json", Json("x"), PutCondition.Absent, token));
        var keys = await _objects.ListAsync("aws/b/history/", "", None).ToListAsync(None);
        Assert.Equal(Enumerable.Range(1, count).Select(i => $"aws/b/history/{i:D10}.json"), keys);
    }

    [Fact]
    public async Task A_deleted_object_is_gone_and_can_be_created_again()
    {
        await _objects.PutAsync("aws/b/state.json", Json("1"), PutCondition.Absent, None);
        await _objects.DeleteAsync("aws/b/state.json", None);
        Assert.Null(await _objects.GetAsync("aws/b/state.json", 100, None));
        Assert.Empty(await _objects.ListAsync("aws/b/", "", None).ToListAsync(None));
        Assert.NotNull(await _objects.PutAsync("aws/b/state.json", Json("2"), PutCondition.Absent, None));
        Assert.Equal("2", await TextAsync("aws/b/state.json"));
    }

    [Fact]
    public async Task The_index_is_listed_like_everything_else()
    {
        await _objects.PutAsync(".pawl/builds/web-1.json", Json("1"), PutCondition.Absent, None);
        await _objects.PutAsync(".pawl/builds/web-2.json", Json("2"), PutCondition.Absent, None);
        await _objects.PutAsync(".pawl/store.json", Json("3"), PutCondition.Absent, None);
        Assert.Equal([".pawl/builds/web-1.json", ".pawl/builds/web-2.json"], await _objects.ListAsync(".pawl/builds/", "", None).ToListAsync(None));
    }

    // Objects are JSON: some stores keep nothing else.
    private static byte[] Json(string text) => Encoding.UTF8.GetBytes($$"""{"text":"{{text}}"}""");

    private static string Text(StoredObject stored)
    {
        using var json = System.Text.Json.JsonDocument.Parse(stored.Content);
        return json.RootElement.GetProperty("text").GetString()!;
    }

    private async Task<string> TextAsync(string key) => Text((await _objects.GetAsync(key, int.MaxValue, None))!);
}
