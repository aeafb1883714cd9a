using Pawl.Builds;

namespace Pawl.Auditing;

/// <summary>Compares a history with a build's anchors while it is read.</summary>
/// <param name="anchors">The anchors, the oldest first.</param>
/// <param name="key">The operator's key.</param>
public sealed class AnchorCheck(IReadOnlyList<Anchor> anchors, OperatorKey key)
{
    private int _next;

    /// <summary>The anchors that fit so far.</summary>
    public int Fitting { get; private set; }

    /// <summary>Takes the state after the next event.</summary>
    public IEnumerable<HistoryFault> Add(BuildState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (; _next < anchors.Count && anchors[_next].Version <= state.Version; _next++)
        {
            var anchor = anchors[_next];
            if (Complaint(anchor, state) is { } complaint)
                yield return new HistoryFault(anchor.Version, complaint);
            else
                Fitting++;
        }
    }

    /// <summary>Ends the history: anchors of later versions say that it was longer.</summary>
    public IEnumerable<HistoryFault> End(BuildState last)
    {
        ArgumentNullException.ThrowIfNull(last);
        if (_next < anchors.Count)
            yield return new HistoryFault(last.Version, $"the anchor of {UtcTime.Format(anchors[^1].At)} says that the history had reached version {anchors[^1].Version}: events after this one were removed");
        _next = anchors.Count;
    }

    private string? Complaint(Anchor anchor, BuildState state)
    {
        if (anchor.Key != key.Name)
            return $"its anchor was signed by key {anchor.Key}, and this is key {key.Name}";
        if (anchor.Build != state.Id || anchor.Version != state.Version || !anchor.IsBy(key))
            return "its anchor isn't as it was signed: it was changed or moved";
        return anchor.Head == state.Head
            ? null
            : $"its anchor of {UtcTime.Format(anchor.At)} has another hash: this event, or one before it, was written anew since";
    }
}
