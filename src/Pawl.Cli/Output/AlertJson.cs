using Pawl.Alerts;
using Pawl.Builds;

namespace Pawl.Cli.Output;

/// <summary>An alert that is owed, as <c>pawl alert list --json</c> prints it.</summary>
internal sealed record AlertJson(
    string Id, string Channel, string Rule, string On, string BuildId, int State, string Status, string? Category, string Text, string ErrorMessage,
    DateTimeOffset Timestamp, DateTimeOffset Due, bool Held, int Tries, string Error)
{
    public static AlertJson Of(OwedAlert owed) => new(
        owed.Alert.Id, owed.Channel, owed.Alert.Rule, owed.Alert.Trigger.ToText(), owed.Alert.Build.Value, owed.Alert.State.Value, owed.Alert.Status.ToText(),
        owed.Alert.Category?.ToText(), owed.Alert.Text, owed.Alert.Error, owed.Alert.At, owed.Due, owed.Wait == AlertWait.QuietHours, owed.Tries, owed.Error);
}

/// <summary>What a channel made of <c>pawl alert test</c>.</summary>
internal sealed record AlertTestJson(string Channel, bool Sent, string Error);

/// <summary>What <c>pawl alert send</c> did.</summary>
internal sealed record AlertSendJson(int Sent, int Failed, int Waiting);
