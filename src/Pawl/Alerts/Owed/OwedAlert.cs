using Pawl.Builds;

namespace Pawl.Alerts;

/// <summary>An alert that a channel hasn't got yet.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Channel">The channel's name.</param>
/// <param name="Due">When it may be sent, or tried again; while somebody sends it, when others may take it for forgotten.</param>
/// <param name="Turn">Whether somebody sends it.</param>
/// <param name="Wait">Why it isn't sent by itself.</param>
/// <param name="Tries">How often sending it failed.</param>
/// <param name="Error">Why it failed last, redacted; empty when it didn't.</param>
public sealed record OwedAlert(Alert Alert, string Channel, DateTimeOffset Due, AlertTurn Turn, AlertWait Wait, int Tries, string Error)
{
    /// <summary>As a store keeps it.</summary>
    public Debt ToDebt() => new(Alert.Id, OwedAlertJson.Write(this));

    /// <summary>Reads what a store kept; null when it is no alert, or one of a newer Pawl.</summary>
    public static OwedAlert? Of(Debt debt) => OwedAlertJson.Read(debt.Content);
}

/// <summary>Whose turn it is to send an alert.</summary>
public enum AlertTurn
{
    /// <summary>Whoever claims it first.</summary>
    Anybodys,

    /// <summary>The process that claimed it, or that raised it.</summary>
    Claimed,
}

/// <summary>Why an alert isn't sent by itself.</summary>
public enum AlertWait
{
    /// <summary>It is.</summary>
    None,

    /// <summary>It was raised in quiet hours, and is sent with others when they end.</summary>
    QuietHours,
}
