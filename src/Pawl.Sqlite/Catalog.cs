using Microsoft.Data.Sqlite;
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

    private readonly CatalogReader _reader = new(folder, options);
    private readonly ChangeNotes _notes = new(Path.Combine(folder, ".changed"));
    private readonly Lock _lock = new();
    private CatalogFile? _file;

    /// <summary>Leaves a note that a build has changed.</summary>
    public void NoteChange(BuildId id) => _notes.Leave(id);

    /// <summary>Brings the catalog up to date.</summary>
    public void Refresh(CancellationToken cancellationToken)
    {
        lock (_lock)
            _ = WithFile(
                file =>
                {
                    file.Update(() => TakeIn(file, cancellationToken));
                    return file;
                },
                cancellationToken);
    }

    /// <summary>The builds that match, the one changed last first. What is shown is verified, unless it is very much.</summary>
    public IReadOnlyList<BuildSummary> Query(BuildQuery query)
    {
        lock (_lock)
            return WithFile(file => Query(file, query), CancellationToken.None);
    }

    /// <summary>The builds that owe something to somebody, as of the last refresh.</summary>
    public IReadOnlyList<BuildId> Owing(BuildDebts debts)
    {
        lock (_lock)
            return WithFile(file => file.Owing(debts), CancellationToken.None);
    }

    public void Dispose() => _file?.Dispose();

    // A catalog that is full, locked, read-only or damaged is no reason not to answer: all that it knows stands in the builds' files.
    private T WithFile<T>(Func<CatalogFile, T> action, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, ".catalog");
        _file ??= CatalogFile.Open(path, options);
        try
        {
            return action(_file);
        }
        catch (SqliteException e)
        {
            _file.Dispose();
            CatalogFile.RemoveIfDamaged(path, e);
            _file = CatalogFile.InMemory(options);
            _file.Update(() => Sweep(cancellationToken));
            return action(_file);
        }
    }

    private void TakeIn(CatalogFile file, CancellationToken cancellationToken)
    {
        foreach (var id in _notes.Take())
            Verify(id, FileStamp.Of(PathOf(id)));
        if (file.SinceSweep() >= SweepAfter || file.HasAtMost(SmallFleet))
            Sweep(cancellationToken);
    }

    private IReadOnlyList<BuildSummary> Query(CatalogFile file, BuildQuery query)
    {
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

    private void Sweep(CancellationToken cancellationToken)
    {
        var known = _file!.Stamps();
        var changed = FileStamp.All(folder).Where(build => !known.Remove(build.Key, out var seen) || !build.Value.Matches(seen)).ToArray();
        var oneAtATime = new Lock();
        Parallel.ForEach(changed, new ParallelOptions { CancellationToken = cancellationToken }, build =>
        {
            var seen = _reader.Read(build.Key, build.Value);
            lock (oneAtATime)
                Keep(build.Key, build.Value, seen);
        });
        foreach (var gone in known.Keys)
            _file.Remove(gone);
        _file.Swept();
    }

    private void Verify(BuildId id, FileStamp stamp) => Keep(id, stamp, _reader.Read(id, stamp));

    private void Keep(BuildId id, FileStamp stamp, CatalogReading seen)
    {
        if (seen.Fault is { } fault)
            options.Warn($"left out of the list: {fault}");
        if (seen.Summary is { } summary)
            _file!.Put(summary, stamp, seen.Debts);
        else
            _file!.Remove(id);
    }

    private string PathOf(BuildId id) => Path.Combine(folder, $"{id}.db");
}
