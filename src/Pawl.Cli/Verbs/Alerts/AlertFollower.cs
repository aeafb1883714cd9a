using Pawl.Alerts;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Alerts;

/// <summary>Sends alerts as they become due, until a signal comes.</summary>
internal sealed class AlertFollower(Invocation call, AlertOffice office)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // Builds stand still for hours: looking at all of them needs not be as often.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);

    private TimeSpan _pause = ShortestPause;
    private DateTimeOffset _nextLook = DateTimeOffset.MinValue;

    public async ValueTask<ExitCode> RunAsync()
    {
        using var signals = new StopSignals();
        try
        {
            while (true)
            {
                await PassAsync(signals.Token).ConfigureAwait(false);
                await Task.Delay(_pause, call.Time, signals.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return signals.Code;
        }
    }

    // A store that can't be used now may be well again later: whoever follows doesn't give up.
    private async ValueTask PassAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (call.Time.GetUtcNow() >= _nextLook)
            {
                await office.LookAsync(cancellationToken).ConfigureAwait(false);
                _nextLook = call.Time.GetUtcNow() + BetweenLooks;
            }

            var tally = await office.SendOwedAsync(DeliveryHaste.WhenDue, cancellationToken).ConfigureAwait(false);
            // What waits was read again for nothing.
            _pause = tally is not { Sent: 0, Waiting: > 0 } ? ShortestPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            if (tally.Sent + tally.Failed > 0)
                await AlertSendVerb.ShowAsync(call, tally, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            call.Terminal.Note($"pawl: alerts wait, because the store can't be used: {e.Message}");
        }
    }
}
