namespace Pawl.Builds;

/// <summary>Checks that each event of a history carries the hash of the one before it. Of two neighbours that don't fit it finds the one that was
/// changed: the later one is whole when the event after it still carries its hash.</summary>
internal sealed class ChainCheck
{
    private const string Broken = "it was changed, or events between it and the next one were removed, inserted or moved: the next one carries another hash";
    private const string OutOfPlace = "the hash that it carries is not that of the event before it: it was changed, inserted or moved";
    private const string NotFirst = "it carries another hash than this build's first event: events before it were removed, or it is another build's";
    private const string Unchained = "it carries no hash and follows events that do: it was inserted, or its hash was taken out";
    private const string Cut = "it was changed, or events after it were removed: the store's record of the build has another hash";

    private HistoryFault? _doubt;

    /// <summary>Takes the next event and the state before it.</summary>
    public IEnumerable<HistoryFault> Add(BuildState before, BuildEvent happened)
    {
        var fits = Fits(before, happened);
        if (_doubt is { } doubt)
        {
            _doubt = null;
            yield return Settle(doubt, isWhole: fits);
        }

        if (fits)
            yield break;
        if (!before.Exists)
            yield return new HistoryFault(before.Version.Next, NotFirst);
        else if (happened.Previous.IsNone)
            yield return new HistoryFault(before.Version.Next, Unchained);
        else
            _doubt = new HistoryFault(before.Version.Next, OutOfPlace);
    }

    /// <summary>Ends a history.</summary>
    /// <param name="last">What it folds to.</param>
    /// <param name="head">The hash of its last event, as it is known from elsewhere.</param>
    public IEnumerable<HistoryFault> End(BuildState last, ChainHash head)
    {
        if (_doubt is { } doubt)
            yield return Settle(doubt, isWhole: head == last.Head);
        else if (head != last.Head)
            yield return new HistoryFault(last.Version, Cut);
    }

    // A build that is older than the chain has events without it first; none may follow one that has it.
    private static bool Fits(BuildState before, BuildEvent happened) => (before.Exists, happened.Previous.IsNone) switch
    {
        (false, true) => true,
        (_, true) => before.Head.IsNone,
        _ => happened.Previous == (before.Head.IsNone ? ChainHash.Late : before.Head),
    };

    private static HistoryFault Settle(HistoryFault doubt, bool isWhole) =>
        isWhole ? new HistoryFault(new BuildVersion(doubt.Version.Value - 1), Broken) : doubt;
}
