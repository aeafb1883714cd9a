using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Backups;

/// <summary>Restores what a backup holds into a scratch place, and compares it with the live store and with what the state machine allows.</summary>
/// <param name="live">The live store.</param>
/// <param name="backup">The backup.</param>
/// <param name="context">The world around the scratch place.</param>
/// <param name="random">Picks the moments.</param>
public sealed class BackupVerification(IBuildStore live, BackupPlace backup, StoreContext context, Random random)
{
    private const int MomentsOfEach = 3;
    private const int Rounds = 3;

    private readonly Moments _moments = new(backup);

    /// <summary>The builds whose events were looked at.</summary>
    public int Builds { get; private set; }

    /// <summary>The moments that were restored.</summary>
    public int Restored { get; private set; }

    /// <summary>The weekly snapshots that were read.</summary>
    public int Snapshots { get; private set; }

    /// <summary>Looks at one build's events.</summary>
    public async IAsyncEnumerable<VerifyFault> BuildAsync(BuildId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Builds++;
        var found = new List<string>();
        try
        {
            var moments = await CheckHistoryAsync(id, found, cancellationToken).ConfigureAwait(false);
            if (found.Count == 0 && await RestoreLatestAsync(id, cancellationToken).ConfigureAwait(false) is { } difference)
                found.Add(difference);
            foreach (var at in found.Count == 0 ? moments : [])
            {
                if (await RestoreAsync(id, at, cancellationToken).ConfigureAwait(false) is { } other)
                    found.Add(other);
            }
        }
        catch (BuildDivergedException)
        {
            found.Add($"{live.Location} holds another history of it than {backup.Location}");
        }
        catch (Exception e) when (BackupFault.IsOfOneBuild(e))
        {
            found.Add(e.Message);
        }

        foreach (var message in found)
            yield return new VerifyFault(id, null, message);
    }

    /// <summary>Reads a weekly snapshot whole.</summary>
    /// <exception cref="StoreException">The backup can't be used.</exception>
    public async ValueTask<IReadOnlyList<VerifyFault>> SnapshotAsync(SnapshotName name, CancellationToken cancellationToken)
    {
        Snapshots++;
        if (await backup.Weekly.FindAsync(name, cancellationToken).ConfigureAwait(false) is not { } snapshot)
            return [];
        var check = new HistoryCheck(name.Build);
        var faults = new List<string>();
        try
        {
            foreach (var happened in snapshot.Events())
                faults.AddRange(check.Add(happened).Take(AuditLimits.MostDifferences - faults.Count).Select(fault => $"event {fault.Version}: {fault.Message}"));
            if (check.State.LastUpdate >= name.Week.End)
                faults.Add($"its last event is of {UtcTime.Format(check.State.LastUpdate)}, after the week");
        }
        catch (StoreException e) when (e.Fault == StoreFault.Corrupt)
        {
            faults.Add(e.Message);
        }

        return [.. faults.Select(message => new VerifyFault(name.Build, name.Week, message))];
    }

    // Picks moments on the way, each event's with the same chance.
    private async ValueTask<IReadOnlyList<DateTimeOffset>> CheckHistoryAsync(BuildId id, List<string> found, CancellationToken cancellationToken)
    {
        var check = new HistoryCheck(id);
        var moments = new List<DateTimeOffset>();
        await foreach (var happened in backup.Builds.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
        {
            found.AddRange(check.Add(happened).Take(AuditLimits.MostDifferences - found.Count).Select(fault => $"event {fault.Version}: {fault.Message}"));
            var place = random.NextInt64(check.State.Version.Value);
            if (moments.Count < MomentsOfEach)
                moments.Add(happened.At);
            else if (place < MomentsOfEach)
                moments[(int)place] = happened.At;
        }

        return moments;
    }

    // A build that goes on in the live store is brought on from there: what was restored must be how it begins.
    private async ValueTask<string?> RestoreLatestAsync(BuildId id, CancellationToken cancellationToken)
    {
        var scratch = ScratchPlace.Make(context);
        await using var _ = scratch.ConfigureAwait(false);
        Restored++;
        await new BuildCopier(backup.Builds, scratch.Builds).CopyAsync(id, cancellationToken).ConfigureAwait(false);
        var difference = await CopyVerification.FindDifferenceAsync(id, backup.Builds, scratch.Builds, cancellationToken).ConfigureAwait(false);
        for (var round = 1; difference is null && round <= Rounds; round++)
        {
            if (!(await live.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State.Exists)
                break;
            await new BuildCopier(live, scratch.Builds).CopyAsync(id, cancellationToken).ConfigureAwait(false);
            difference = await CopyVerification.FindDifferenceAsync(id, live, scratch.Builds, cancellationToken).ConfigureAwait(false);
            if (difference is null)
                break;
            difference = round < Rounds ? null : difference;
        }

        return difference;
    }

    private async ValueTask<string?> RestoreAsync(BuildId id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var scratch = ScratchPlace.Make(context);
        await using var _ = scratch.ConfigureAwait(false);
        Restored++;
        var restored = await new RestoreElsewhere(_moments, scratch.Builds, Effect.Real).RunAsync(id, at, cancellationToken).ConfigureAwait(false);
        var expected = await Moment.ReadAsync(id, await ReferenceAsync(id, cancellationToken).ConfigureAwait(false), at, cancellationToken).ConfigureAwait(false);
        var there = (await scratch.Builds.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
        if (CopyVerification.IsSame(there, restored.State) && CopyVerification.IsSame(there, expected.State))
            return null;
        // The live store may be ahead with events of that very moment.
        return there.Version < expected.State.Version && expected.State.LastUpdate <= at ? null : $"restored to {UtcTime.Format(at)}, it isn't what {expected.History.Location} says it was";
    }

    private async ValueTask<RecordedHistory> ReferenceAsync(BuildId id, CancellationToken cancellationToken) =>
        RecordedHistory.Of((await live.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State.Exists ? live : backup.Builds, id);
}
