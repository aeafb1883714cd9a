using Pawl.Alerts;
using Pawl.Yaml;

namespace Pawl.Fuzz.Targets;

/// <summary>Files of alerts, and what stores keep of alerts that are owed.</summary>
internal static class AlertTargets
{
    private static readonly string[] Words =
    [
        "channels:", "rules:", "quiet_hours:", "slack:", "teams:", "mail:", "webhook:", "url:", "on:", "to:", "env:", "file:", "secret:", "\n  - ", "{", "}", "[", "]", "09:00", "failed",
    ];

    public static Target File { get; } = new("alert-file", Words, input =>
    {
        if (AlertFile.Read(input, "alerts.yaml") is AlertReading.Faulty faulty && (faulty.Faults.IsEmpty || faulty.Faults.Any(fault => fault.ToString().Any(char.IsControl))))
            throw new BrokenPromiseException("a file is faulty without a fault that can be shown");
    });

    public static Target Owed { get; } = new("alert-owed", JsonTargets.Words, input =>
    {
        if (OwedAlertJson.Read(Promise.Text(input)) is { } owed)
            Promise.RoundTrip(owed, OwedAlertJson.Write, text => OwedAlertJson.Read(text)!);
        if (AlertGate.Of(input) is { } gate)
            Promise.RoundTrip(gate, g => Promise.Text(g.ToBytes()), text => AlertGate.Of(System.Text.Encoding.UTF8.GetBytes(text))!);
    });
}
