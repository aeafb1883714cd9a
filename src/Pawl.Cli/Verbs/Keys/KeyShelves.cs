using System.CommandLine;
using Pawl.Cli.Stores;
using Pawl.Cli.Verbs.Backup;

namespace Pawl.Cli.Verbs.Keys;

/// <summary>The places that hold records of the same builds' keys: the store, its mirror, its backup.</summary>
internal static class KeyShelves
{
    /// <summary>Names the backup.</summary>
    public static Option<string?> BackupOption() => BackupAsk.PlaceOption("--backup");

    /// <summary>All that were named.</summary>
    /// <exception cref="Pawl.Stores.StoreException">There is no such store.</exception>
    public static IReadOnlyList<StorePlace> Of(Invocation call, Option<string?> backup)
    {
        call.Place.RequireThere();
        return [.. ((StorePlace?[])[call.Place, call.MirrorPlace, BackupAsk.TryPlace(call, backup)]).OfType<StorePlace>()];
    }
}
