namespace Pawl.Alerts;

/// <summary>How a pass over owed alerts ended.</summary>
/// <param name="Sent">How many alerts arrived.</param>
/// <param name="Failed">How many could not be sent.</param>
/// <param name="Waiting">How many are still owed.</param>
public readonly record struct DeliveryTally(int Sent, int Failed, int Waiting = 0)
{
    /// <summary>Both together.</summary>
    public static DeliveryTally operator +(DeliveryTally left, DeliveryTally right) =>
        new(left.Sent + right.Sent, left.Failed + right.Failed, left.Waiting + right.Waiting);

    /// <summary>Both together.</summary>
    public static DeliveryTally Add(DeliveryTally left, DeliveryTally right) => left + right;
}

/// <summary>When to try a channel that could not be reached.</summary>
public enum DeliveryHaste
{
    /// <summary>Not before its time has come.</summary>
    WhenDue,

    /// <summary>At once: somebody asked for it.</summary>
    Now,
}
