using System.Globalization;
using System.Text;
using Pawl.Builds;
using Pawl.Stores.Copying;
using Pawl.Stores.Objects;

namespace Pawl.Stores.Mirroring;

/// <summary>Which of two copies a build goes on from.</summary>
public enum CopyKept
{
    /// <summary>The one on this machine.</summary>
    Local,

    /// <summary>The one in the mirror.</summary>
    Mirror,
}

/// <summary>Ends a divergence: one copy is chosen, and the other one's history is put aside as a file before it gives way.</summary>
/// <param name="local">The store on this machine.</param>
/// <param name="mirror">The mirror.</param>
/// <param name="target">The mirror's URL, as the outbox knows it.</param>
/// <param name="aside">The folder for what gives way.</param>
/// <param name="now">Who chooses, and when.</param>
public sealed class MirrorChoice(IOutboxStore local, IBuildStore mirror, string target, string aside, Occasion now)
{
    /// <summary>True when something was erased in the copy that gave way, and not in the chosen one: there it can be read again.</summary>
    public bool UndidErasures { get; private set; }

    /// <summary>Makes both stores hold the chosen history.</summary>
    /// <returns>The file that holds the other one.</returns>
    /// <exception cref="BuildHeldException">A worker holds one of the copies.</exception>
    /// <exception cref="NoSuchBuildException">One of the stores has no copy.</exception>
    public async ValueTask<string> KeepAsync(BuildId id, CopyKept kept, string reason, CancellationToken cancellationToken)
    {
        using var turn = await local.LockAsync(id, cancellationToken).ConfigureAwait(false);
        await RequireFreeAsync(local, id, cancellationToken).ConfigureAwait(false);
        await RequireFreeAsync(mirror, id, cancellationToken).ConfigureAwait(false);
        var (from, to) = kept == CopyKept.Local ? ((IBuildStore)local, mirror) : (mirror, local);
        var given = (await to.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
        UndidErasures = (await ErasuresAsync(to, id, cancellationToken).ConfigureAwait(false)).Except(await ErasuresAsync(from, id, cancellationToken).ConfigureAwait(false)).Any();
        var file = await SaveAsync(to, id, given, kept, reason, cancellationToken).ConfigureAwait(false);
        if (!await to.EraseAsync(id, given.Version, cancellationToken).ConfigureAwait(false))
            throw new BuildChangedException(id);
        var copied = await new BuildCopier(from, to).CopyAsync(id, cancellationToken).ConfigureAwait(false);
        await local.WriteOutboxAsync(
            id, OutboxRow.None(target) with { Owed = copied.Version, Shipped = copied.Version }, cancellationToken).ConfigureAwait(false);
        return file;
    }

    private static ValueTask<List<Guid>> ErasuresAsync(IBuildStore store, BuildId id, CancellationToken cancellationToken) =>
        store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken)
            .Where(happened => happened is BuildEvent.ValuesErased or BuildEvent.Erased).Select(happened => happened.Id).ToListAsync(cancellationToken);

    private async ValueTask RequireFreeAsync(IBuildStore store, BuildId id, CancellationToken cancellationToken)
    {
        var state = (await store.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
        if (!state.Exists)
            throw new NoSuchBuildException(id, store.Location);
        Change.To(state, now).RequireFree(_ => false);
    }

    // JSON lines: who chose and why, then the events as they were recorded.
    private async ValueTask<string> SaveAsync(
        IBuildStore store, BuildId id, BuildState given, CopyKept kept, string reason, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{id}-{given.Version}-{now.At:yyyyMMdd'T'HHmmss'Z'}.jsonl");
        var path = Path.Combine(aside, name);
        try
        {
            Directory.CreateDirectory(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            await using var closing = file.ConfigureAwait(false);
            await WriteAsync(file, Heading(store, given, kept, reason), cancellationToken).ConfigureAwait(false);
            await foreach (var happened in store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
                await WriteAsync(file, BuildJson.Write(happened), cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderFaults.Of(e, path);
        }
    }

    private static ValueTask WriteAsync(FileStream file, string line, CancellationToken cancellationToken) =>
        file.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken);

    private string Heading(IBuildStore store, BuildState given, CopyKept kept, string reason) => Encoding.UTF8.GetString(ObjectJson.Write(writer =>
    {
        writer.WriteString("buildId", given.Id.Value);
        writer.WriteString("putAsideFrom", store.Location);
        writer.WriteString("kept", kept == CopyKept.Local ? "local" : "mirror");
        // The file says no more in the clear than the events in it do.
        if (given.Seal.IsNone)
        {
            writer.WriteString("reason", reason);
            writer.WriteString("by", now.Worker.Name);
        }

        writer.WriteTime("at", now.At);
    }).Span);
}
