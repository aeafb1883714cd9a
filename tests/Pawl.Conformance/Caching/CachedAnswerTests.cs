using Pawl.Builds;
using Pawl.Stores;
using Xunit;

namespace Pawl.Conformance.Caching;

/// <summary>Who looks is answered by the cache, and sees every change that the cache was told of.</summary>
public sealed class CachedAnswerTests : CacheFixture
{
    [Fact]
    public async Task A_change_by_one_process_is_seen_by_the_next_read_of_another_that_heard_of_it()
    {
        var (writer, reader) = (World.Writer(), World.Reader());
        await WarmAsync(reader);
        for (var state = 5; state <= 40; state += 5)
        {
            Assert.Equal(state - 5, await StateAsync(reader));
            Assert.Equal(state - 5, await ListedAsync(reader));
            var heard = reader.HearsOf(Id);
            await SucceedAsync(writer);
            await heard;
            Assert.Equal(state, await StateAsync(reader));
        }
    }

    [Fact]
    public async Task A_process_that_has_nothing_in_memory_is_answered_from_Redis()
    {
        await WarmAsync(World.Reader());
        var second = World.Reader();
        await StateAsync(second);
        World.Asked = 0;
        Assert.Equal(0, await StateAsync(World.Reader()));
        Assert.Equal(0, World.Asked);
    }

    [Fact]
    public async Task A_process_sees_its_own_change_with_its_next_read()
    {
        var reader = World.Reader();
        await WarmAsync(reader);
        var writer = Telling(reader);
        for (var state = 5; state <= 95; state += 5)
        {
            await SucceedAsync(writer);
            Assert.Equal((state, state), (await StateAsync(reader), await ListedAsync(reader)));
        }
    }

    [Fact]
    public async Task Many_who_ask_at_once_ask_the_store_once()
    {
        var reader = World.Reader();
        await WarmAsync(reader);
        await SucceedAsync(Telling(reader));
        World.Asked = 0;
        var states = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StateAsync(reader)));
        Assert.All(states, state => Assert.Equal(5, state));
        Assert.Equal(1, World.Asked);
    }

    [Fact]
    public async Task All_of_a_build_comes_back_as_it_went_in()
    {
        await ChangeAsync(World.Plain(), Id, change => change.Claim(TimeSpan.FromHours(1), _ => false).Start(StateCode.First).SetMetadata("ami", "ami-1 'é'")
            .Record(new Artifact("rootfs", "/out/rootfs.tar", 12, new string('b', 64), StateCode.First)).SetResumeToken("snap-7"));
        await WarmAsync(World.Reader());
        await StateAsync(World.Reader());
        World.Asked = 0;
        var cached = await World.Reader().Reader.ReadAsync(Id, None);
        Assert.Equal(0, World.Asked);
        var state = (await World.Plain().LoadAsync(Id, None)).State;
        Assert.Equal(BuildJson.WriteSnapshot(state), BuildJson.WriteSnapshot(cached));
        Assert.Equal(state.Metadata, cached.Metadata);
    }

    [Fact]
    public async Task A_build_that_was_erased_and_begun_anew_is_the_new_one()
    {
        var (writer, reader) = (World.Writer(), World.Reader());
        await WarmAsync(reader);
        for (var i = 0; i < 3; i++)
            await SucceedAsync(writer);
        var heard = reader.HearsOf(Id);
        await writer.EraseAsync(Id, new BuildVersion(4), None);
        await heard;
        await Assert.ThrowsAsync<NoSuchBuildException>(() => StateAsync(reader));

        heard = reader.HearsOf(Id);
        await ChangeAsync(writer, Id, change => change.Create(Label.Parse("gcp"), Label.Parse("rhel9"), StandardStates.Plan, PipelineReference.None));
        await heard;
        Assert.Equal("gcp", (await reader.Reader.ReadAsync(Id, None)).Provider.Value);
    }

    [Fact]
    public async Task A_worker_that_looked_at_an_old_state_gets_the_conflict()
    {
        var reader = World.Reader();
        await WarmAsync(reader);
        await SucceedAsync(World.Plain());
        var seen = await reader.Reader.ReadAsync(Id, None);
        var writer = World.Writer();
        var onOld = Change.To(seen with { }, new Occasion(DateTimeOffset.UtcNow, new Worker("me@here"))).Succeed(StateCode.First);

        Assert.Equal(new BuildVersion(1), seen.Version);
        Assert.Equal(AppendResult.Conflict, await writer.AppendAsync(onOld, None));
        Assert.Equal(5, (await writer.LoadAsync(Id, None)).State.Current.Value);
        Assert.Equal(new BuildVersion(2), (await World.Plain().LoadAsync(Id, None)).State.Version);
    }

    private IBuildStore Telling(Watching reader) => Pawl.Caching.InvalidatingBuildStore.Over(World.Plain(), reader.Cache);
}
