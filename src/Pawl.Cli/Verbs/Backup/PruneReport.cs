using System.Text.Json;
using Pawl.Cli.Output;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Backup;

/// <summary>Writes what a pass of <c>pawl prune</c> did for an archive: that it began, before anything is removed, and in the end what became of each
/// thing, also when it ends with an error.</summary>
internal sealed class PruneReport
{
    private readonly Invocation _call;
    private readonly PruneReportJson _begun;
    private readonly ReportFile _file;

    /// <exception cref="UsageException">The file is there already, or can't be written.</exception>
    public PruneReport(Invocation call, string path, Effect effect, PruneRule rule, string store, string? backup)
    {
        var (worker, origin) = (call.Worker.Name, call.Worker.Origin.Value);
        _call = call;
        _begun = new PruneReportJson(
            call.Time.GetUtcNow(), null, Complete: false, null, effect == Effect.Dry, new PrunerJson(worker, origin.User, origin.Host, origin.Job, origin.Why),
            store, call.MirrorPlace?.Text, backup, rule.Json, new Dictionary<string, PruneCountJson>(), []);
        _file = ReportFile.Begin(path, Bytes(_begun));
    }

    /// <summary>Does the work, and writes how it ended.</summary>
    /// <exception cref="StoreException">The report can't be written, or the work's own.</exception>
    public async Task AroundAsync(PruneShow show, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            _file.Write(Bytes(Ended(show) with { Error = Redactor.Standard.Redact(e.Message) }));
            throw;
        }

        _file.Write(Bytes(Ended(show) with { Complete = true }));
    }

    private PruneReportJson Ended(PruneShow show) => _begun with
    {
        EndedAt = _call.Time.GetUtcNow(),
        Things = [.. show.Shapes.Select(thing => thing with { Message = Redactor.Standard.Redact(thing.Message) })],
        Counts = show.Shapes.GroupBy(thing => thing.Place).ToDictionary(
            place => place.Key, place => new PruneCountJson(place.Count(PruneShow.IsRemoved), place.Count(thing => !PruneShow.IsRemoved(thing)))),
    };

    private static byte[] Bytes(PruneReportJson report) => [.. JsonSerializer.SerializeToUtf8Bytes(report, PawlJson.Readable.PruneReportJson), (byte)'\n'];
}
