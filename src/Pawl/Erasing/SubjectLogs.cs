using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Running;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Erasing;

/// <summary>Finds where somebody is named in the logs of tasks that ran on this machine, and takes that out.</summary>
/// <param name="root">The folder of the logs.</param>
/// <param name="subject">Who.</param>
public sealed class SubjectLogs(string root, Subject subject)
{
    /// <summary>The lines of a build's logs that name him.</summary>
    /// <param name="id">The build.</param>
    /// <param name="sealer">Its keys; null for a build that isn't sealed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">A log can't be read.</exception>
    public async IAsyncEnumerable<LogMention> FindAsync(BuildId id, BuildSealer? sealer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var log in AttemptLogs.Of(root, id).All)
        {
            var number = 0L;
            await foreach (var line in ReadAsync(log, sealer, cancellationToken).ConfigureAwait(false))
            {
                number++;
                if (subject.IsIn(line))
                    yield return new LogMention(log, number, line);
            }
        }
    }

    /// <summary>Takes his names out of a log. A sealed one goes whole: its key does, so that copies of it can't be read either.</summary>
    /// <exception cref="StoreException">It can't be written.</exception>
    public async ValueTask EraseAsync(AttemptLogFile log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        try
        {
            if (log.IsSealed)
                File.Delete(log.Path);
            else
                await RewriteAsync(log, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderFaults.Of(e, log.Path);
        }
    }

    private async Task RewriteAsync(AttemptLogFile log, CancellationToken cancellationToken)
    {
        var rewritten = $"{log.Path}.new";
        try
        {
            using (var file = log.Open())
            await using (var writer = new StreamWriter(rewritten, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                while (await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
                    await writer.WriteLineAsync(subject.MaskIn(line).AsMemory(), cancellationToken).ConfigureAwait(false);
            }

            File.Move(rewritten, log.Path, overwrite: true);
        }
        finally
        {
            File.Delete(rewritten);
        }
    }

    private static async IAsyncEnumerable<string> ReadAsync(AttemptLogFile log, BuildSealer? sealer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var file = log.Open();
        if (log.IsSealed && sealer is not null)
        {
            await foreach (var line in new SealedLogReader(log.Path, sealer).ReadAsync(file, cancellationToken).ConfigureAwait(false))
                yield return line;
            yield break;
        }

        while (await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            yield return line;
    }
}
