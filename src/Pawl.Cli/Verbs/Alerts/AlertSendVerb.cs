using System.CommandLine;
using Pawl.Alerts;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Alerts;

/// <summary><c>pawl alert send</c>: sends what is owed, also of processes that are gone.</summary>
internal sealed class AlertSendVerb : AlertVerb
{
    private readonly Option<bool> _follow = new("--follow") { Description = "Stay, and go on sending what becomes due, until a signal comes." };

    public AlertSendVerb()
        : base(
            "send",
            "Send the alerts that are owed, of all builds, and look for builds that stand still, workers that are gone and mirrors that are behind. "
            + "Ends with 7 when a channel can't be reached.") => Add(_follow);

    public override IReadOnlyList<string> Examples => ["pawl alert send", "pawl alert send --follow"];

    public override IReadOnlyList<ExitCode> ExitCodes => Codes(base.ExitCodes, ExitCode.Interrupted, ExitCode.Terminated);

    protected override async ValueTask<ExitCode> RunAsync(Invocation call, AlertOffice office, IBuildStore store, CancellationToken cancellationToken)
    {
        if (call.Get(_follow))
            return await new AlertFollower(call, office).RunAsync().ConfigureAwait(false);
        await office.LookAsync(cancellationToken).ConfigureAwait(false);
        var tally = await office.SendOwedAsync(DeliveryHaste.Now, cancellationToken).ConfigureAwait(false);
        await ShowAsync(call, tally, cancellationToken).ConfigureAwait(false);
        return tally.Failed > 0 ? ExitCode.TimedOut : ExitCode.Done;
    }

    /// <summary>Prints how a pass ended.</summary>
    public static async ValueTask ShowAsync(Invocation call, DeliveryTally tally, CancellationToken cancellationToken)
    {
        if (call.WantsJson)
        {
            var json = new AlertSendJson(tally.Sent, tally.Failed, tally.Waiting);
            await call.Terminal.WriteJsonAsync(json, PawlJson.Readable.AlertSendJson, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await call.Out.WriteLineAsync($"{tally.Sent} alerts sent, {tally.Failed} could not be sent, {tally.Waiting} wait").ConfigureAwait(false);
        }

        call.Terminal.Flush();
    }
}
