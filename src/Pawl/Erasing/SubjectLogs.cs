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
    // Whichever attempt's log it is: what somebody put elsewhere names a person all the same.
    private static readonly IReadOnlyList<AttemptSpan> AnyAttempt = [new(BuildVersion.None, new BuildVersion(long.MaxValue))];

    /// <summary>The lines of a build's logs that name him. Of a sealed log whose key was destroyed: none.</summary>
    /// <param name="id">The build.</param>
    /// <param name="sealer">Its keys; null for a build that isn't sealed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">A log can't be read.</exception>
    public async IAsyncEnumerable<LogMention> FindAsync(BuildId id, BuildSealer? sealer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var log in AttemptLogs.Of(root, id).All)
        {
            var lines = log.IsSealed && sealer is not null ? FindSealedAsync(log, sealer, cancellationToken) : FindAsync(log, cancellationToken);
            await foreach (var line in lines.ConfigureAwait(false))
                yield return line;
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

    private async IAsyncEnumerable<LogMention> FindSealedAsync(AttemptLogFile log, BuildSealer sealer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (HeadOf(log) is not { } head || sealer.LogKey(head.Version, head.Salt) is null)
            yield break;
        using var file = log.Open();
        var lines = new SealedLogReader(log.Path, sealer, AnyAttempt).ReadAsync(file, cancellationToken);
        await foreach (var mention in MentionsAsync(log, lines, new SealedPiece(head.Version, SealedPart.Content)).ConfigureAwait(false))
            yield return mention;
    }

    private async IAsyncEnumerable<LogMention> FindAsync(AttemptLogFile log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var file = log.Open();
        await foreach (var mention in MentionsAsync(log, LinesAsync(file, cancellationToken), null).ConfigureAwait(false))
            yield return mention;
    }

    private async IAsyncEnumerable<LogMention> MentionsAsync(AttemptLogFile log, IAsyncEnumerable<string> lines, SealedPiece? piece)
    {
        var number = 0L;
        await foreach (var line in lines.ConfigureAwait(false))
        {
            number++;
            if (subject.IsIn(line))
                yield return new LogMention(log, number, line, piece);
        }
    }

    private static SealedLogHead? HeadOf(AttemptLogFile log)
    {
        using var file = log.Open();
        return file.ReadLine() is { } line && SealedLogHead.TryParse(line, out var head) ? head : null;
    }

    private static async IAsyncEnumerable<string> LinesAsync(StreamReader file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            yield return line;
    }
}
