using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>Answers fleet queries without opening every build's file: a database beside them with one row a build, and the stamp of the
/// files that the row was read from. Nothing in it is believed once a stamp differs, and deleting it loses nothing.</summary>
/// <remarks>Writers leave a note for each change. A reader takes the notes in, and sweeps over all files' stamps when the fleet is small
/// or the last sweep is a minute old: that finds what a crash between commit and note, or another program, left unsaid.</remarks>
internal sealed class Catalog(string folder, SqliteOptions options) : IDisposable
{
    private const int SmallFleet = 2_000;
    private const int MostVerified = 1_000;
    private const int MostRounds = 3;

    private static readonly TimeSpan SweepAfter = TimeSpan.FromMinutes(1);

    private readonly ChangeNotes _notes = new(Path.Combine(folder, ".changed"));
    private readonly Lock _lock = new();
    private CatalogFile? _file;

    /// <summary>Leaves a note that a build has changed.</summary>
    public void NoteChange(BuildId id) => _notes.Leave(id);

    /// <summary>Brings the catalog up to date.</summary>
    public void Refresh(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _file ??= CatalogFile.Open(Path.Combine(folder, ".catalog"));
            _file.Update(() =>
            {
                foreach (var id in _notes.Take())
                    Verify(id, FileStamp.Of(PathOf(id)));
                if (_file.Count() <= SmallFleet || _file.SinceSweep() >= SweepAfter)
                    Sweep(cancellationToken);
            });
        }
    }

    /// <summary>The builds that match, the one changed last first. What is shown is verified, unless it is very much.</summary>
    public IReadOnlyList<BuildSummary> Query(BuildQuery query)
    {
        lock (_lock)
        {
            var file = _file!;
            for (var round = 1; ; round++)
            {
                var rows = file.Query(query);
                if (rows.Count > MostVerified || round == MostRounds)
                    return [.. rows.Select(row => row.Summary)];
                var stale = rows.Select(row => (row.Summary.Id, row.Stamp, Now: FileStamp.Of(PathOf(row.Summary.Id))))
                    .Where(row => !row.Now.Matches(row.Stamp)).ToArray();
                if (stale.Length == 0)
                    return [.. rows.Select(row => row.Summary)];
                file.Update(() => Array.ForEach(stale, row => Verify(row.Id, row.Now)));
            }
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Sweep(CancellationToken cancellationToken)
    {
        var known = _file!.Stamps();
        foreach (var (id, stamp) in FileStamp.All(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!known.Remove(id, out var seen) || !stamp.Matches(seen))
                Verify(id, stamp);
        }

        foreach (var gone in known.Keys)
            _file.Remove(gone);
        _file.Swept();
    }

    private void Verify(BuildId id, FileStamp stamp)
    {
        try
        {
            using var file = BuildFile.OpenExisting(PathOf(id), id, options);
            var stored = file?.Load();
            if (stored?.State is { Exists: true } state)
                _file!.Put(Summarize(state, stored.Foreign), stamp);
            else
                _file!.Remove(id);
        }
        catch (StoreException e)
        {
            options.Warn($"left out of the list: {e.Message}");
            _file!.Remove(id);
        }
    }

    private static BuildSummary Summarize(BuildState recorded, ForeignChange? foreign)
    {
        var state = foreign is null
            ? recorded
            : Change.To(recorded, new Occasion(recorded.LastUpdate, new Worker("catalog"))).Adopt(foreign).After;
        var error = state.LastFailure?.Failure.Error ?? "";
        var firstLine = error.AsSpan()[..(error.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : error.Length)];
        return new BuildSummary(
            state.Id, state.Provider, state.ImageType, state.Pipeline.Name, state.Current, state.Status, state.StartTime, state.LastUpdate, firstLine.ToString());
    }

    private string PathOf(BuildId id) => Path.Combine(folder, $"{id}.db");
}
