using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Running;

/// <summary>A build that this worker holds the lease of: its state as last known, and the only way in which a runner changes it.</summary>
internal sealed class HeldBuild(BuildLog log, BuildState claimed, StorePatience patience, IRunScreen screen)
{
    private const int Tries = 100;

    private readonly long _token = claimed.Lease!.Token;

    /// <summary>The build as it stands, as far as this worker knows.</summary>
    public BuildState State { get; private set; } = claimed;

    /// <summary>Makes a change. Others may change a held build too (metadata, another program's SQL): the decision is then made again on
    /// what stands there now.</summary>
    /// <exception cref="LeaseLostException">Another worker took the build over.</exception>
    /// <exception cref="StoreException">The store can't take the change, after some patience.</exception>
    public async Task ChangeAsync(Func<Change, Change> decide)
    {
        var change = decide(Change.To(State, log.Now));
        for (var left = Tries; !await AppendAsync(change).ConfigureAwait(false); left--)
        {
            if (left == 0)
                throw new BuildChangedException(State.Id);
            var stored = await log.Store.LoadAsync(State.Id, CancellationToken.None).ConfigureAwait(false);
            var begun = log.Begin(stored).RequireLease(_token);
            if (stored.Foreign is { } foreign)
                screen.Show(new RunEvent.Notice($"another program changed build {State.Id}: now at state {foreign.Current} ({foreign.Status.ToText()}), {foreign.Rows.Length} history rows; taken over"));
            change = decide(begun);
        }

        State = change.After;
    }

    // What a task did for an hour must not be lost because the disk was full for a minute.
    private Task<bool> AppendAsync(Change change) =>
        patience.TryAsync(() => log.TryAppendAsync(change, CancellationToken.None).AsTask());
}
