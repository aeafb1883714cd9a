using Pawl.Sqlite;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Cli.Stores;

/// <summary>All kinds of stores: one line each. Only the one that is asked for is made.</summary>
internal static class StoreKinds
{
    private static readonly (string Scheme, Func<StoreKind> Make)[] Entries =
    [
        ("sqlite", () => new SqliteKind()),
        ("dir", () => new DirectoryKind()),
    ];

    /// <summary>The kind of this scheme; null for an unknown one.</summary>
    public static StoreKind? Find(string scheme) => Array.Find(Entries, entry => entry.Scheme == scheme).Make?.Invoke();

    /// <summary>What the URLs of all kinds look like.</summary>
    public static IReadOnlyList<string> Forms() => [.. Entries.Select(entry => entry.Make().Form)];
}
