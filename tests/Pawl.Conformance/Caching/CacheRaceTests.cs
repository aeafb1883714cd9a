using CsCheck;
using Pawl.Builds;
using Xunit;

namespace Pawl.Conformance.Caching;

/// <summary>What was read before a change never comes in after it.</summary>
public sealed class CacheRaceTests : CacheFixture
{
    [Fact]
    public async Task An_answer_that_was_read_before_a_change_is_not_kept_after_it()
    {
        var (writer, slow, fresh) = (World.Writer(), World.Reader(), World.Reader());
        await WarmAsync(slow);
        await WarmAsync(fresh);
        await Task.WhenAll(slow.HearsOf(Id), fresh.HearsOf(Id), SucceedAsync(writer));
        var (read, goOn) = HoldNextRead();
        var old = StateAsync(slow);
        await read;
        var heard = slow.HearsOf(Id);
        await SucceedAsync(writer);
        await heard;
        goOn.SetResult();

        Assert.InRange(await old, 5, 10);
        Assert.Equal(10, await StateAsync(fresh));
        Assert.Equal(10, await StateAsync(slow));
        Assert.Equal(10, await StateAsync(World.Reader()));
    }

    [Fact]
    public async Task An_answer_about_a_build_that_was_erased_meanwhile_does_not_replace_its_successor()
    {
        var (writer, slow, fresh) = (World.Writer(), World.Reader(), World.Reader());
        await WarmAsync(slow);
        await WarmAsync(fresh);
        await Task.WhenAll(slow.HearsOf(Id), fresh.HearsOf(Id), SucceedAsync(writer));
        var (read, goOn) = HoldNextRead();
        var old = StateAsync(slow);
        await read;
        await writer.EraseAsync(Id, new BuildVersion(2), None);
        await ChangeAsync(writer, Id, change => change.Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None));
        await StateAsync(World.Reader());
        goOn.SetResult();
        await old;

        Assert.Equal(0, await StateAsync(World.Reader()));
    }

    [Fact]
    public async Task An_older_version_never_replaces_a_newer_one_that_nobody_told_of()
    {
        var (slow, fresh) = (World.Reader(), World.Reader());
        await WarmAsync(fresh);
        await WarmAsync(slow);
        await Task.WhenAll(slow.HearsOf(Id), fresh.HearsOf(Id), SucceedAsync(World.Writer()));
        var (read, goOn) = HoldNextRead();
        var old = StateAsync(slow);
        await read;
        await SucceedAsync(World.Plain());
        Assert.Equal(10, await StateAsync(fresh));
        goOn.SetResult();
        await old;

        Assert.Equal(10, await StateAsync(World.Reader()));
    }

    [Fact]
    public async Task However_writers_and_readers_meet_no_read_is_older_than_the_last_change_that_was_told_before_it()
    {
        var readers = new[] { World.Reader(), World.Reader(), World.Reader() };
        foreach (var reader in readers)
            await WarmAsync(reader);
        var own = readers.Select(reader => Pawl.Caching.InvalidatingBuildStore.Over(World.Plain(), reader.Cache)).ToArray();
        var told = new long[readers.Length];
        await Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Bool).Array[20, 60].SampleAsync(async steps =>
        {
            await Task.WhenAll(steps.Chunk(10).Select(DoAsync));
            return true;
        }, iter: 30, threads: 1);

        // A process sees its own changes; of the others' it hears a little later, which another test waits for.
        async Task DoAsync((int Reader, int Writer, bool Changes)[] steps)
        {
            foreach (var (reader, writer, changes) in steps)
            {
                if (changes)
                {
                    var log = CachedWorld.Log(own[writer]);
                    var change = log.Begin(await own[writer].LoadAsync(Id, None)).SetMetadata("n", $"{Guid.NewGuid():N}");
                    if (await log.TryAppendAsync(change, None))
                        Raise(ref told[writer], change.After.Version.Value);
                }
                else
                {
                    var least = Volatile.Read(ref told[reader]);
                    Assert.InRange((await readers[reader].Reader.ReadAsync(Id, None)).Version.Value, least, long.MaxValue);
                }
            }
        }
    }

    // The store has answered, and the cache has to wait for it.
    private (Task Read, TaskCompletionSource GoOn) HoldNextRead()
    {
        var (read, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        World.AfterRead = () =>
        {
            World.AfterRead = () => Task.CompletedTask;
            read.SetResult();
            return goOn.Task;
        };
        return (read.Task.WaitAsync(TimeSpan.FromSeconds(30)), goOn);
    }

    private static void Raise(ref long most, long value)
    {
        for (var there = Volatile.Read(ref most); there < value; there = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, there);
    }
}
