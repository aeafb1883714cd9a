using Pawl.Alerts;
using Pawl.Cli.Stores;
using Pawl.Mail;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Cli.Alerts;

/// <summary>Puts together what tells people.</summary>
internal static class AlertDesk
{
    /// <summary>A store whose changes people are told of.</summary>
    /// <exception cref="UsageException">No alerts can be owed in a store of this kind.</exception>
    public static AlertingBuildStore Over(IBuildStore store, AlertSettings settings, StorePlace place, StoreContext context) =>
        new(store, Open(store, settings, place, context));

    /// <summary>What tells people of the builds in a store.</summary>
    /// <exception cref="UsageException">No alerts can be owed in a store of this kind.</exception>
    public static AlertOffice Open(IBuildStore store, AlertSettings settings, StorePlace place, StoreContext context)
    {
        var kind = place.Kind;
        var telling = context with { Warn = text => context.Warn($"pawl: {text}") };
        return new AlertOffice(settings, Senders(settings, context.Time), Notes, notes => kind.OpenLedger(place.Url, notes, context), store, telling);

        IObjectStore Notes() => kind.OpenNotes(place.Url)
            ?? throw new UsageException($"--alerts: {place.Text} can't keep alerts; use a store of another kind, or leave --alerts out");
    }

    /// <summary>The ways to people.</summary>
    public static AlertSenders Senders(AlertSettings settings, TimeProvider time) =>
        new(settings.Link, OwnEnvironment.Variables, time, email => new MailAlertSender(email, settings.Link, OwnEnvironment.Variables, time));
}
