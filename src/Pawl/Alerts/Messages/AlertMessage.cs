using System.Collections.Immutable;

namespace Pawl.Alerts;

/// <summary>What one channel gets at once: an alert, or several that were gathered.</summary>
/// <param name="Id">The same for the same alerts: a receiver knows a message that it has already by it.</param>
/// <param name="Alerts">At least one, the oldest first.</param>
/// <param name="More">What was only counted.</param>
public sealed record AlertMessage(string Id, ImmutableArray<Alert> Alerts, CountedAlerts More)
{
    /// <summary>A message of these alerts.</summary>
    public static AlertMessage Of(ImmutableArray<Alert> alerts, CountedAlerts more) => new(
        alerts is [var only] && more.Count == 0 ? only.Id : Alert.IdOf([.. alerts.Select(alert => alert.Id), $"{more.Count}"]), alerts, more);
}

/// <summary>Alerts that were like one that was sent, and came so soon after it that they were only counted.</summary>
/// <param name="Count">How many.</param>
/// <param name="Since">When the one that was sent was.</param>
public readonly record struct CountedAlerts(int Count, DateTimeOffset Since)
{
    /// <summary>None.</summary>
    public static CountedAlerts None => default;
}
