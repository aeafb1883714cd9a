using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>What a build's file says for the catalog.</summary>
/// <param name="Summary">The build; null when there is none, or it can't be read.</param>
/// <param name="Fault">Why it can't be read; null when it can.</param>
/// <param name="Debts">To whom it owes something.</param>
internal sealed record CatalogReading(BuildSummary? Summary, string? Fault = null, BuildDebts Debts = BuildDebts.None);

/// <summary>Reads builds' files for the catalog: any number at once.</summary>
internal sealed class CatalogReader(string folder, SqliteOptions options)
{
    /// <summary>Reads one build, whose files had this stamp.</summary>
    public CatalogReading Read(BuildId id, FileStamp stamp)
    {
        try
        {
            if (stamp.LogSize == 0 && ReadSettled(id, stamp) is { } settled)
                return settled;
            using var file = BuildFile.OpenExisting(PathOf(id), id, options);
            return Summarize(file);
        }
        catch (StoreException e)
        {
            return new CatalogReading(null, e.Message);
        }
    }

    // A build that nobody works on is one file, and reading that as it is takes a third of the time: no locks, no log. It counts only if
    // the file is the same afterwards; everything else, faults too, is for the slower way.
    private CatalogReading? ReadSettled(BuildId id, FileStamp stamp)
    {
        try
        {
            using var file = BuildFile.OpenSettled(PathOf(id), id, options);
            var summary = Summarize(file);
            return FileStamp.Of(PathOf(id)) == stamp ? summary : null;
        }
        catch (StoreException)
        {
            return null;
        }
    }

    private static CatalogReading Summarize(BuildFile? file)
    {
        if (file?.Load() is not { State.Exists: true } stored)
            return new CatalogReading(null);
        var state = stored.Foreign is { } foreign
            ? Change.To(stored.State, new Occasion(stored.State.LastUpdate, new Worker("catalog"))).Adopt(foreign).After
            : stored.State;
        var debts = file.ReadOutbox().Any(row => row.IsBehind) ? BuildDebts.Mirrors : BuildDebts.None;
        return new CatalogReading(BuildSummary.ToKeep(state), Debts: file.ReadDebts().Count > 0 ? debts | BuildDebts.Alerts : debts);
    }

    private string PathOf(BuildId id) => Path.Combine(folder, $"{id}.db");
}
