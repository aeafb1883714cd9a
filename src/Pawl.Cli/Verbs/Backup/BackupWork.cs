using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Cli.Verbs.Audit;
using Pawl.Stores;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Backup;

/// <summary>Makes passes, tells of what can't be brought, and counts.</summary>
internal sealed class BackupWork(Invocation call, ContinuousBackup backup, AnchorWork? anchors)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Lock _telling = new();
    private readonly BackupCount _count = new();

    /// <summary>How it went so far: what can't be used outweighs what isn't allowed.</summary>
    public ExitCode Code { get; private set; } = ExitCode.Done;

    public async ValueTask RunAsync(BuildId id, CancellationToken cancellationToken)
    {
        await backup.RunAsync(_count, id, cancellationToken).ConfigureAwait(false);
        await AnchorAsync(brought => brought == id, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        await backup.RunAsync(_count, Tell, cancellationToken).ConfigureAwait(false);
        await AnchorAsync(_ => true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Pass after pass; a store that can't be used is tried again later and later.</summary>
    public async Task FollowAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        for (var pause = interval; ; await Task.Delay(pause, call.Time, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await RunAsync(cancellationToken).ConfigureAwait(false);
                pause = interval;
            }
            catch (StoreException e)
            {
                pause = TimeSpan.FromTicks(Math.Clamp(pause.Ticks * 2, interval.Ticks, Math.Max(interval.Ticks, LongestPause.Ticks)));
                call.Terminal.Note($"pawl: {e.Message}; the next try is in {TimeText.Span(pause)}");
            }
        }
    }

    public async ValueTask ShowAsync(string location, CancellationToken cancellationToken)
    {
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(new BackupRunJson(_count.Builds, _count.Events, _count.Snapshots, _count.Faulty), PawlJson.Readable.BackupRunJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync($"{_count.Events} events of {_count.Builds} builds were brought to {location}, {_count.Snapshots} weekly snapshots were made{(_count.Faulty > 0 ? $"; {_count.Faulty} builds were not brought" : "")}").ConfigureAwait(false);
    }

    private async ValueTask AnchorAsync(Func<BuildId, bool> isWanted, CancellationToken cancellationToken)
    {
        if (anchors is not null && await anchors.FollowAsync(isWanted, cancellationToken).ConfigureAwait(false) == ExitCode.Store)
            Code = ExitCode.Store;
    }

    private void Tell(BackupFault fault)
    {
        lock (_telling)
        {
            Code = Code == ExitCode.Store || fault.Cause is StoreException ? ExitCode.Store : ExitCode.NotAllowed;
            call.Terminal.Note($"pawl: build {fault.Build}: {fault.Message}");
        }
    }
}
