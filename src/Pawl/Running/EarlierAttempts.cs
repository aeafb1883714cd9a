using Pawl.Builds;

namespace Pawl.Running;

/// <summary>What an earlier worker's attempts left on this machine.</summary>
internal static class EarlierAttempts
{
    /// <summary>Ends it: the build is this worker's now, and what still runs of it works beside this worker otherwise.</summary>
    /// <exception cref="TransitionRefusedException">It can't be ended; the lease is given back.</exception>
    public static async Task EndAsync(ITaskHost host, HeldBuild build, string logFolder, CancellationToken stop)
    {
        var id = build.State.Id;
        IReadOnlyList<int> left;
        try
        {
            left = await host.EndRemainsAsync(AttemptFiles.MarkStart(logFolder, id), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nothing is begun any more.
            return;
        }

        if (left.Count > 0)
        {
            const string why = "processes of an earlier attempt still run and can't be ended";
            await build.ChangeAsync(change => change.InterruptOpenAttempt(why).Release()).ConfigureAwait(false);
            throw new TransitionRefusedException($"build {id} can't go on: {why}: {string.Join(", ", left)}; end them, then `pawl resume {id}`");
        }

        LeftOutputs.RemoveAll(logFolder, id);
    }
}
