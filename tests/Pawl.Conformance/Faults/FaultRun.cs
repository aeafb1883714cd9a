using System.Collections.Concurrent;
using Pawl.Builds;
using Pawl.Stores;
using Xunit;

namespace Pawl.Conformance.Faults;

/// <summary>Workers run builds through a network that cuts, delays, doubles, echoes and refuses requests at random. Afterwards every history is
/// whole: nothing that was answered is lost, nothing is there twice, and every build has reached its end.</summary>
/// <param name="open">Opens the store for one more worker, through the faulty network.</param>
/// <param name="seed">Of the run, for messages.</param>
internal sealed class FaultRun(Func<IBuildStore> open, int seed)
{
    private const int Builds = 6;
    private const int WorkersPerBuild = 2;
    private const int MostTries = 4_000;

    private readonly ConcurrentDictionary<Guid, BuildId> _answered = new();
    private int _faults;

    /// <summary>How many calls ended with a fault of the store.</summary>
    public int Faults => _faults;

    /// <summary>Runs all builds to their end.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        from build in Enumerable.Range(1, Builds)
        from worker in Enumerable.Range(1, WorkersPerBuild)
        select Task.Run(() => WorkAsync(BuildId.Parse($"faulty-{build}"), $"worker-{build}-{worker}", cancellationToken), cancellationToken));

    /// <summary>Checks each history, through a network that works again.</summary>
    public async Task CheckAsync(IBuildStore store, CancellationToken cancellationToken)
    {
        var listed = await store.ListAsync(new BuildQuery(), cancellationToken).Select(b => b.Id).ToListAsync(cancellationToken);
        Assert.Equal(Builds, listed.Distinct().Count());
        foreach (var id in listed)
        {
            var check = new HistoryCheck(id);
            var there = new HashSet<Guid>();
            await foreach (var happened in store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken))
            {
                Assert.Empty(check.Add(happened));
                Assert.True(there.Add(happened.Id), $"event {happened.Id} of {id} is there twice ({Seed})");
            }

            Assert.Equal(BuildStatus.Completed, check.State.Status);
            Assert.Equal(BuildJson.WriteSnapshot(check.State), BuildJson.WriteSnapshot((await store.LoadAsync(id, cancellationToken)).State));
            foreach (var (answered, _) in _answered.Where(pair => pair.Value == id))
                Assert.True(there.Contains(answered), $"event {answered} of {id} was answered and is lost ({Seed})");
        }
    }

    private string Seed => $"seed {seed}";

    private async Task WorkAsync(BuildId id, string name, CancellationToken cancellationToken)
    {
        await using var store = open();
        var log = new BuildLog(store, TimeProvider.System, new Worker(name));
        for (var left = MostTries; left > 0; left--)
        {
            if (await TryStepAsync(log, id, cancellationToken))
                return;
        }

        Assert.Fail($"{id} didn't reach its end in {MostTries} tries ({Seed})");
    }

    // True when the build is completed. A worker whose call failed looks again at what is there, as the next command would.
    private async Task<bool> TryStepAsync(BuildLog log, BuildId id, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await log.Store.LoadAsync(id, cancellationToken);
            if (stored.State.Status == BuildStatus.Completed)
                return true;
            var change = Next(log.Begin(stored));
            if (await log.TryAppendAsync(change, cancellationToken))
            {
                foreach (var happened in change.Events)
                    _answered[happened.Id] = id;
            }
        }
        catch (StoreException)
        {
            Interlocked.Increment(ref _faults);
        }

        return false;
    }

    private static Change Next(Change change)
    {
        if (!change.After.Exists)
            return change.Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None);
        var state = change.After.Current;
        return change.After.Attempt is null
            ? change.Start(state)
            : change.SetMetadata($"done.{state}", "yes").Succeed(state);
    }
}
