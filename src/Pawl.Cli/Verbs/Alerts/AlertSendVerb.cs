using System.CommandLine;
using Pawl.Alerts;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Alerts;

/// <summary><c>pawl alert send</c>: sends what is owed, also of processes that are gone.</summary>
internal sealed class AlertSendVerb : AlertVerb
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Option<bool> _follow = new("--follow") { Description = "Stay, and go on sending what becomes due, until a signal comes." };

    public AlertSendVerb()
        : base("send", "Send the alerts that are owed, of all builds, and look for builds that stand still, workers that are gone and mirrors that are behind. Ends with 7 when a channel can't be reached.") => Add(_follow);

    public override IReadOnlyList<string> Examples => ["pawl alert send", "pawl alert send --follow"];

    public override IReadOnlyList<ExitCode> ExitCodes => Codes(base.ExitCodes, ExitCode.Interrupted, ExitCode.Terminated);

    protected override async ValueTask<ExitCode> RunAsync(Invocation call, AlertOffice office, IBuildStore store, CancellationToken cancellationToken)
    {
        if (call.Get(_follow))
            return await FollowAsync(call, office).ConfigureAwait(false);
        await office.LookAsync(cancellationToken).ConfigureAwait(false);
        var tally = await office.SendOwedAsync(DeliveryHaste.Now, cancellationToken).ConfigureAwait(false);
        await ShowAsync(call, tally, cancellationToken).ConfigureAwait(false);
        return tally.Failed > 0 ? ExitCode.TimedOut : ExitCode.Done;
    }

    private static async ValueTask<ExitCode> FollowAsync(Invocation call, AlertOffice office)
    {
        using var signals = new StopSignals();
        try
        {
            for (var next = DateTimeOffset.MinValue; ;)
            {
                var isTimeToLook = call.Time.GetUtcNow() >= next;
                if (isTimeToLook)
                    next = call.Time.GetUtcNow() + BetweenLooks;
                await PassAsync(call, office, isTimeToLook, signals.Token).ConfigureAwait(false);
                await Task.Delay(Pause, call.Time, signals.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return signals.Code;
        }
    }

    // A store that can't be used now may be well again later: whoever follows doesn't give up.
    private static async ValueTask PassAsync(Invocation call, AlertOffice office, bool isTimeToLook, CancellationToken cancellationToken)
    {
        try
        {
            if (isTimeToLook)
                await office.LookAsync(cancellationToken).ConfigureAwait(false);
            var tally = await office.SendOwedAsync(DeliveryHaste.WhenDue, cancellationToken).ConfigureAwait(false);
            if (tally.Sent + tally.Failed > 0)
                await ShowAsync(call, tally, cancellationToken).ConfigureAwait(false);
            call.Terminal.Flush();
        }
        catch (StoreException e)
        {
            call.Terminal.Note($"pawl: alerts wait, because the store can't be used: {e.Message}");
        }
    }

    private static async ValueTask ShowAsync(Invocation call, DeliveryTally tally, CancellationToken cancellationToken)
    {
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(new AlertSendJson(tally.Sent, tally.Failed, tally.Waiting), PawlJson.Readable.AlertSendJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync($"{tally.Sent} alerts sent, {tally.Failed} could not be sent, {tally.Waiting} wait").ConfigureAwait(false);
    }
}
