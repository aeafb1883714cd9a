using Pawl.Builds;

namespace Pawl.Alerts;

/// <summary>An owed alert while this process sees to it.</summary>
internal sealed class PendingAlert
{
    private PendingAlert(OwedAlert owed, Debt stored, AlertHand hand) => (Owed, Stored, Hand) = (owed, stored, hand);

    /// <summary>The alert as it is owed.</summary>
    public OwedAlert Owed { get; private set; }

    /// <summary>What the ledger was last known to hold.</summary>
    public Debt Stored { get; private set; }

    /// <summary>Whose turn it is.</summary>
    public AlertHand Hand { get; set; }

    /// <summary>When to look again; not before it is due.</summary>
    public DateTimeOffset LookAgain { get; set; } = DateTimeOffset.MinValue;

    /// <summary>One that this process made with its change: it goes first.</summary>
    public static PendingAlert Own(OwedAlert owed, Debt stored) => new(owed, stored, AlertHand.Ours);

    /// <summary>One that was found in the ledger.</summary>
    public static PendingAlert Found(OwedAlert owed, Debt stored) => new(owed, stored, AlertHand.Anybodys);

    /// <summary>True when it may be sent now.</summary>
    public bool IsDueAt(DateTimeOffset now, DeliveryHaste haste) => Hand != AlertHand.Done && LookAgain <= now && (Hand == AlertHand.Ours || Owed.Due <= now
        || (haste == DeliveryHaste.Now && Owed is { Turn: AlertTurn.Anybodys, Wait: AlertWait.None }));

    /// <summary>When it may be sent.</summary>
    public DateTimeOffset Next => Hand == AlertHand.Ours || Owed.Due < LookAgain ? LookAgain : Owed.Due;

    /// <summary>The ledger holds it like this now.</summary>
    public void Became(OwedAlert owed, Debt stored, AlertHand hand) => (Owed, Stored, Hand) = (owed, stored, hand);
}

/// <summary>Who may send an alert.</summary>
internal enum AlertHand
{
    /// <summary>Whoever claims it first.</summary>
    Anybodys,

    /// <summary>This process: others leave it alone for a while.</summary>
    Ours,

    /// <summary>Nobody any more: it was sent, or somebody else sees to it.</summary>
    Done,
}
