using CsCheck;
using Pawl.Builds;
using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Builds;

public sealed class ChainTests
{
    private static readonly Gen<(List<BuildEvent> History, int At)> Places =
        from history in GeneratedHistories.All.Where(all => all.Count > 2)
        from at in Gen.Int[0, history.Count - 1]
        select (history, at);

    [Fact]
    public void An_event_that_was_changed_is_named() => Places.Sample(place =>
        Assert.Equal(place.At + 1, FirstFault(place.History, Changed(place.History, place.At))));

    [Fact]
    public void A_hash_that_was_changed_is_named() => Places.Sample(place =>
    {
        var forged = Replace(place.History, place.At, place.History[place.At] with { Previous = ChainHash.Late });
        Assert.Equal(place.At + 1, FirstFault(place.History, forged));
    });

    [Fact]
    public void The_event_before_the_ones_that_were_removed_is_named() => Places.Sample(place =>
        Assert.Equal(Math.Max(place.At, 1), FirstFault(place.History, [.. place.History.Where((_, i) => i != place.At)])));

    [Fact]
    public void An_event_that_was_inserted_is_named_also_when_it_fits_the_one_before_it() => Places.Sample(place =>
    {
        List<BuildEvent> longer = [.. place.History];
        longer.Insert(place.At + 1, place.History[place.At] with { Id = Guid.NewGuid(), Previous = ChainHash.Of(place.History[place.At]) });
        Assert.Equal(place.At + 2, FirstFault(place.History, longer));
    });

    [Fact]
    public void Events_that_changed_places_are_named() => Places.Where(place => place.At > 0).Sample(place =>
    {
        List<BuildEvent> other = [.. place.History];
        (other[place.At - 1], other[place.At]) = (other[place.At], other[place.At - 1]);
        Assert.InRange(FirstFault(place.History, other), place.At - 1, place.At);
    });

    [Fact]
    public void An_end_that_was_cut_off_shows_by_the_head_that_is_known_from_elsewhere() => Places.Where(place => place.At > 0).Sample(place =>
        Assert.Equal(place.At, FirstFault(place.History, [.. place.History.Take(place.At)])));

    [Fact]
    public void A_history_can_not_be_passed_off_as_another_builds()
    {
        GeneratedHistories.All.Sample(history =>
        {
            var other = BuildId.Parse("other");
            var check = new HistoryCheck(other);
            Assert.Contains(check.Add(((BuildEvent.Created)history[0]) with { BuildId = other }), fault => fault.Message.Contains("another build's", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Events_from_before_the_chain_may_come_first_and_never_later() => Places.Where(place => place.At > 0).Sample(place =>
    {
        var old = place.History.Take(place.At).Select(Unchained).ToList();
        var state = History.Apply(BuildState.None(GeneratedHistories.Id), old);
        Assert.True(state.Head.IsNone);
        if (state.Status == BuildStatus.Completed)
            return;
        var made = Change.To(state, new Occasion(DateTimeOffset.UnixEpoch, new Worker("new"))).SetMetadata("new", "1").SetMetadata("new", "2");

        Assert.Empty(Check([.. old, .. made.Events], made.After.Head));
        Assert.Contains(Check([.. old, made.Events[0], Unchained(made.Events[1])], made.After.Head), fault => fault.Message.Contains("no hash", StringComparison.Ordinal));
    });

    [Fact]
    public void The_hash_survives_storing() => GeneratedHistories.All.Sample(history =>
    {
        var read = history.Select(happened => BuildJson.ReadEvent(BuildJson.Write(happened))).ToList();
        Assert.Equal(history.Select(ChainHash.Of), read.Select(ChainHash.Of));
        var state = History.Apply(BuildState.None(GeneratedHistories.Id), history);
        Assert.Equal(state.Head, BuildJson.ReadSnapshot(BuildJson.WriteSnapshot(state), state.Metadata).Head);
    });

    private static long FirstFault(List<BuildEvent> original, List<BuildEvent> forged) =>
        Check(forged, ChainHash.Of(original[^1])).Where(fault => IsOfTheChain(fault.Message)).Select(fault => fault.Version.Value).FirstOrDefault(-1);

    private static List<HistoryFault> Check(List<BuildEvent> history, ChainHash head)
    {
        var check = new HistoryCheck(GeneratedHistories.Id);
        return [.. history.SelectMany(check.Add), .. check.End(head)];
    }

    private static bool IsOfTheChain(string message) => message.Contains("hash", StringComparison.Ordinal);

    private static List<BuildEvent> Changed(List<BuildEvent> history, int at) => Replace(history, at, history[at] with { By = "mallory" });

    private static List<BuildEvent> Replace(List<BuildEvent> history, int at, BuildEvent happened) => [.. history[..at], happened, .. history[(at + 1)..]];

    private static BuildEvent Unchained(BuildEvent happened) => happened with { Previous = ChainHash.None };
}
