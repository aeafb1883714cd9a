using System.CommandLine;
using Pawl.Cli.Stores;
using Pawl.Cli.Verbs.Backup;
using Pawl.Sealing;

namespace Pawl.Cli.Verbs.Keys;

/// <summary>The places that hold records of the same builds' keys: the store, its mirror, its backup.</summary>
internal static class KeyShelves
{
    /// <summary>Names the backup.</summary>
    public static Option<string?> BackupOption() => BackupAsk.PlaceOption("--backup");

    /// <summary>All that were named.</summary>
    public static IReadOnlyList<KeyShelf> Open(Invocation call, Option<string?> backup) =>
        [.. ((StorePlace?[])[call.Place, call.MirrorPlace, BackupAsk.TryPlace(call, backup)]).OfType<StorePlace>().Select(place => place.OpenShelf())];
}
