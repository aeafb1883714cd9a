using Pawl.Builds;

namespace Pawl.Alerts;

/// <summary>An alert about nothing: it shows that a channel works.</summary>
internal static class TestAlert
{
    public static Alert Of(DateTimeOffset now) => new()
    {
        Id = Alert.IdOf("test", UtcTime.Format(now)),
        Rule = "test",
        Trigger = AlertTrigger.Reached,
        Urgency = Urgency.Normal,
        Build = BuildId.Parse("pawl-alert-test"),
        Provider = Label.Parse("private"),
        ImageType = Label.Parse("test"),
        Pipeline = "",
        State = StateCode.First,
        StateName = StandardStates.Plan.NameOf(StateCode.First),
        Status = BuildStatus.Running,
        Text = "This is a test of Pawl's alerts: nothing has happened",
        At = now,
    };
}
