using Pawl.Sqlite;

namespace Pawl.Cli.Stores;

/// <summary>From what the user says to a mirror.</summary>
internal static class MirrorOption
{
    /// <summary>The variable that names the mirror.</summary>
    public const string Variable = "PAWL_MIRROR";

    /// <summary>The mirror named by <c>--mirror</c>, else by <c>PAWL_MIRROR</c>; null without one.</summary>
    /// <exception cref="UsageException">The store can't have a mirror, or that one.</exception>
    public static StorePlace? Of(string? option, StorePlace store)
    {
        var named = option is { Length: > 0 } ? option : Environment.GetEnvironmentVariable(Variable);
        if (named is not { Length: > 0 })
            return null;
        var mirror = StorePlace.Parse("--mirror", named);
        if (store.Kind is not SqliteKind)
        {
            return option is { Length: > 0 }
                ? throw new UsageException($"--mirror: {store.Text} has no mirror: only builds in SQLite files have, since every other store can be shared by itself; leave it out")
                : null;
        }

        return mirror.Text == store.Text
            ? throw new UsageException($"--mirror {mirror.Text} is the store itself; name another one")
            : mirror;
    }
}
