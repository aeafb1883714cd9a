using CsCheck;
using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Stores;
using Pawl.Tests.Builds;
using Xunit;

namespace Pawl.Tests.Sealing;

/// <summary>What is sealed says nothing, and comes back as it was.</summary>
public sealed class SealedEventProperties
{
    private static readonly BuildId Id = BuildId.Parse("planted");

    [Fact]
    public void No_text_of_any_kind_of_event_can_be_seen_once_it_is_sealed()
    {
        var planted = new PlantedEvents();
        var events = planted.OfEveryKind();
        var sealer = new BuildSealer(Id, KeyTree.New());
        Assert.Equal(BuildJson.Kinds.Count, events.Count);
        Assert.True(planted.Secrets.Count > 60);
        var version = new BuildVersion(7);
        var sealedText = string.Join('\n', events.Select(happened => BuildJson.Write(sealer.Seal(happened, version))));
        Assert.All(planted.Secrets, secret => Assert.DoesNotContain(secret, sealedText, StringComparison.Ordinal));
        Assert.Contains("clear-", sealedText, StringComparison.Ordinal);
        var plainText = string.Join('\n', events.Select(BuildJson.Write));
        Assert.All(planted.Secrets, secret => Assert.Contains(secret, plainText, StringComparison.Ordinal));
        foreach (var happened in events)
            Assert.Equal(BuildJson.Write(happened), BuildJson.Write(sealer.Unseal(BuildJson.ReadEvent(BuildJson.Write(sealer.Seal(happened, version))))));
    }

    [Fact]
    public void The_fold_of_sealed_events_is_the_sealed_fold() => GeneratedHistories.All.Sample(events =>
    {
        var sealer = new BuildSealer(GeneratedHistories.Id, KeyTree.New());
        var recorded = events.Select((happened, i) => sealer.Seal(happened, new BuildVersion(i + 1)));
        var folded = sealer.Unseal(History.Apply(BuildState.None(GeneratedHistories.Id), recorded));
        var plain = History.Apply(BuildState.None(GeneratedHistories.Id), events);
        Assert.Equal(BuildJson.WriteSnapshot(plain with { Head = default }), BuildJson.WriteSnapshot(folded with { Head = default }));
        Assert.Equal(plain.Metadata.AsEnumerable(), folded.Metadata);
    }, iter: 200);

    [Fact]
    public void Text_of_any_kind_comes_back_as_it_was() => Gen.Select(Gen.String, Gen.Long[1, uint.MaxValue]).Sample((text, number) =>
    {
        var sealer = new BuildSealer(Id, KeyTree.New());
        var whole = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
        var closed = sealer.Seal(whole, SealedField.Error, new BuildVersion(number));
        Assert.Equal(whole, sealer.Unseal(closed, SealedField.Error));
        Assert.True(whole.Length == 0 || closed.StartsWith($"pawl:1:{number}:", StringComparison.Ordinal));
    });

    [Fact]
    public void A_value_that_was_moved_to_another_build_event_or_field_does_not_unseal()
    {
        var tree = KeyTree.New();
        var sealer = new BuildSealer(Id, tree);
        var closed = sealer.Seal("x", SealedField.Metadata("a"), new BuildVersion(3));
        Refuses(() => sealer.Unseal(closed, SealedField.Metadata("b")));
        Refuses(() => sealer.Unseal(closed, SealedField.By));
        Refuses(() => sealer.Unseal(closed.Replace("pawl:1:3:", "pawl:1:4:", StringComparison.Ordinal), SealedField.Metadata("a")));
        Refuses(() => new BuildSealer(BuildId.Parse("other"), tree).Unseal(closed, SealedField.Metadata("a")));
        Refuses(() => new BuildSealer(Id, KeyTree.New()).Unseal(closed, SealedField.Metadata("a")));
        Refuses(() => sealer.Unseal("plain", SealedField.Metadata("a")));
    }

    [Fact]
    public void A_value_of_which_one_character_was_changed_does_not_unseal() => Gen.Select(Gen.String[1, 20], Gen.Int[0, 1_000], Gen.Char['0', 'z']).Sample((text, at, changed) =>
    {
        var sealer = new BuildSealer(Id, KeyTree.New());
        var closed = sealer.Seal(text, SealedField.Error, new BuildVersion(3));
        var characters = closed.ToCharArray();
        characters[at % characters.Length] = changed;
        var touched = new string(characters);
        // The last character of base64 has bits that say nothing.
        if (touched[..^1] != closed[..^1])
            Refuses(() => sealer.Unseal(touched, SealedField.Error));
    });

    [Fact]
    public void What_looks_sealed_already_is_sealed_like_any_text()
    {
        var sealer = new BuildSealer(Id, KeyTree.New());
        var once = sealer.Seal("x", SealedField.Error, new BuildVersion(3));
        var twice = sealer.Seal(once, SealedField.Error, new BuildVersion(4));
        Assert.NotEqual(once, twice);
        Assert.Equal(once, sealer.Unseal(twice, SealedField.Error));
    }

    [Fact]
    public void Forgetting_who_did_something_leaves_what_was_done_and_all_other_events()
    {
        var tree = KeyTree.New();
        var planted = new PlantedEvents();
        var happened = planted.OfEveryKind().OfType<BuildEvent.ManuallyRetried>().Single();
        var (third, fourth) = (new BuildVersion(3), new BuildVersion(4));
        var sealer = new BuildSealer(Id, tree);
        var (one, other) = (sealer.Seal(happened, third), sealer.Seal(happened, fourth));
        var without = new BuildSealer(Id, tree.Puncture(BuildSealer.LeafOf(third, SealedPart.Identity)));
        var read = (BuildEvent.ManuallyRetried)without.Unseal(one);
        Assert.Equal(("(erased)", "(erased)", happened.Reason, happened.Origin.Why), (read.By, read.Origin.User, read.Reason, read.Origin.Why));
        Assert.Equal(BuildJson.Write(happened), BuildJson.Write(without.Unseal(other)));
    }

    private static void Refuses(Action unseal) => Assert.Equal(StoreFault.Corrupt, Assert.Throws<StoreException>(unseal).Fault);
}
