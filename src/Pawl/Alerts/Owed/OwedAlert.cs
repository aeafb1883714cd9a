using Pawl.Builds;

namespace Pawl.Alerts;

/// <summary>An alert that a channel hasn't got yet.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Channel">The channel's name.</param>
/// <param name="Due">When it may be sent, or tried again. Whoever sends it moves this on first, so that no two do.</param>
/// <param name="Wait">Why it isn't sent at once.</param>
/// <param name="Tries">How often sending it failed.</param>
/// <param name="Error">Why it failed last, redacted; empty when it didn't.</param>
public sealed record OwedAlert(Alert Alert, string Channel, DateTimeOffset Due, AlertWait Wait, int Tries, string Error)
{
    /// <summary>As a store keeps it.</summary>
    public Debt ToDebt() => new(Alert.Id, OwedAlertJson.Write(this));

    /// <summary>Reads what a store kept; null when it is no alert, or one of a newer Pawl.</summary>
    public static OwedAlert? Of(Debt debt) => OwedAlertJson.Read(debt.Content);
}

/// <summary>Why an alert isn't sent at once.</summary>
public enum AlertWait
{
    /// <summary>It is, or its channel couldn't be reached.</summary>
    None,

    /// <summary>It was raised in quiet hours, and is sent with others when they end.</summary>
    QuietHours,
}
