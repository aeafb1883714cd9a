using Microsoft.Extensions.Time.Testing;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Tests.Backups;

/// <summary>Builds that workers, scripts and people change at random, over weeks, with a clock that sometimes jumps back; and what was seen of
/// each after every change.</summary>
internal sealed class RandomFleet(IBuildStore store, FakeTimeProvider time, int seed)
{
    private const int Builds = 7;

    private static readonly Worker[] Workers = [new("a@one"), new("b@two")];

    private readonly Random _random = new(seed);
    private readonly Dictionary<BuildId, List<(DateTimeOffset Since, BuildState State)>> _seen = [];

    /// <summary>The builds that were begun.</summary>
    public IReadOnlyCollection<BuildId> Ids => _seen.Keys;

    /// <summary>One change of some build, if the state machine allows it.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        time.Advance(_random.Next(4) switch
        {
            0 => TimeSpan.Zero,
            1 => TimeSpan.FromMilliseconds(_random.Next(1, 5)),
            2 => TimeSpan.FromHours(_random.Next(1, 20)),
            _ => TimeSpan.FromMinutes(_random.Next(1, 300)),
        });
        var id = BuildId.Parse($"b{_random.Next(Builds)}");
        var behind = _random.Next(8) == 0 ? TimeSpan.FromHours(_random.Next(1, 100)) : TimeSpan.Zero;
        var now = new FakeTimeProvider(time.GetUtcNow() - behind);
        try
        {
            Seen(id, await new BuildLog(store, now, Workers[_random.Next(2)]).ChangeAsync(id, Decide, cancellationToken), now.GetUtcNow());
        }
        catch (Exception e) when (e is TransitionRefusedException or BuildHeldException)
        {
            // Not now.
        }
    }

    /// <summary>A moment at or after the first change, mostly right at a change or a millisecond beside one.</summary>
    public DateTimeOffset Moment()
    {
        var all = _seen.Values.SelectMany(seen => seen).ToList();
        var at = all[_random.Next(all.Count)].Since;
        return _random.Next(4) switch
        {
            0 => at,
            1 => at.AddMilliseconds(-1),
            2 => at.AddMilliseconds(1),
            _ => at + TimeSpan.FromMinutes(_random.Next(600)),
        };
    }

    /// <summary>What was to be seen of a build at a moment.</summary>
    public BuildState At(BuildId id, DateTimeOffset moment) =>
        _seen[id].LastOrDefault(seen => seen.Since <= moment, (Since: moment, State: BuildState.None(id))).State;

    public BuildId Any() => Ids.ElementAt(_random.Next(Ids.Count));

    // What a clock that jumped back wrote is seen at the latest time that was there already.
    private void Seen(BuildId id, BuildState state, DateTimeOffset now)
    {
        if (!_seen.TryGetValue(id, out var seen))
            _seen[id] = seen = [];
        var since = seen is [.., var last] && last.Since > now ? last.Since : now;
        if (seen is not [.., var before] || before.State.Version != state.Version)
            seen.Add((since, state));
    }

    private Change Decide(Change change)
    {
        var current = change.After.Current;
        return _random.Next(12) switch
        {
            _ when !change.After.Exists => change.Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None),
            0 => change.Claim(TimeSpan.FromSeconds(1), _ => true),
            1 => change.Start(current),
            2 => change.Record(new Artifact($"a{_random.Next(4)}", "/a", 1, "00", current)).Succeed(current),
            3 => change.Fail(current, new Failure("x", FailureCategory.Transient, "test", null)),
            4 => change.RetryManually("because"),
            5 => change.RollBack(Change.LastCompletedBefore(change.After), "because"),
            6 => change.Release(),
            7 => change.SetMetadata($"k{_random.Next(4)}", $"{_random.Next(100)}"),
            8 => change.SetResumeToken($"{_random.Next(100)}"),
            _ => change.Succeed(current),
        };
    }
}
