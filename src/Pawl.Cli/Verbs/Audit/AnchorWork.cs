using System.Collections.Concurrent;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Audit;

/// <summary>Makes anchors and says so.</summary>
internal sealed class AnchorWork(Invocation call, IBuildStore store, SignedRecords records)
{
    private readonly AnchorPass _pass = new(store, records, call.Time, call.Worker);

    /// <summary>What is said of each build that was anchored, and of each that wasn't.</summary>
    /// <exception cref="StoreException">The store or the place can't be used.</exception>
    public async ValueTask<ExitCode> RunAsync(BuildId? only, CancellationToken cancellationToken)
    {
        var told = new ConcurrentBag<AnchorNews>();
        if (only is { } id)
            told.Add(await _pass.RunAsync(id, cancellationToken).ConfigureAwait(false));
        else
            await _pass.RunAsync(_ => true, told.Add, Warn, cancellationToken).ConfigureAwait(false);
        if (!told.IsEmpty || call.WantsJson)
            await call.WriteLinesAsync([.. told.OrderBy(news => news.Build.Value, StringComparer.Ordinal).Select(Line)], cancellationToken).ConfigureAwait(false);
        call.Terminal.Flush();
        return told.Any(news => news.Outcome == AnchorOutcome.WentBack) ? ExitCode.Store : ExitCode.Done;
    }

    /// <summary>The same by the way, after work that is done whether or not there are anchors: all that is said is what went wrong.</summary>
    public async ValueTask<ExitCode> FollowAsync(Func<BuildId, bool> isWanted, CancellationToken cancellationToken)
    {
        var code = ExitCode.Done;
        try
        {
            await _pass.RunAsync(isWanted, Tell, Warn, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            Warn($"not all builds were anchored: {e.Message}; the next pass anchors the rest");
            return ExitCode.Store;
        }

        return code;

        void Tell(AnchorNews news)
        {
            if (news.Outcome == AnchorOutcome.Anchored)
                return;
            if (news.Outcome == AnchorOutcome.WentBack)
                code = ExitCode.Store;
            Warn(Line(news));
        }
    }

    private void Warn(string line) => call.Terminal.Note($"pawl: {line}");

    private static string Line(AnchorNews news) => news.Outcome switch
    {
        AnchorOutcome.Anchored => $"{news.Build}: anchored at version {news.Version}",
        AnchorOutcome.Nothing => $"{news.Build}: anchored already at version {news.Version}",
        AnchorOutcome.BeforeTheChain => $"{news.Build}: its events are from before the chain; it can be anchored after its next change",
        AnchorOutcome.WentBack => $"{news.Build}: it stands at version {news.Version}, and was anchored at {news.Before}: events were removed; see `pawl audit verify {news.Build}`",
        _ => throw new ArgumentOutOfRangeException(nameof(news), news.Outcome, "no such outcome"),
    };
}
