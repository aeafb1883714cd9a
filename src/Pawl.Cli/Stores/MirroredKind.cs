using Pawl.Sqlite;
using Pawl.Stores;
using Pawl.Stores.Mirroring;
using Pawl.Waiting;

namespace Pawl.Cli.Stores;

/// <summary>SQLite files with a mirror: opened like any other kind.</summary>
internal sealed class MirroredKind(SqliteKind sqlite, Func<IOutboxStore, MirroredBuildStore> mirror) : StoreKind
{
    public override string Scheme => sqlite.Scheme;

    public override string Form => sqlite.Form;

    public override IBuildStore Open(StoreUrl url, StoreContext context) => mirror((IOutboxStore)sqlite.Open(url, context));

    public override ValueTask<IReadOnlyList<string>> CreateAsync(StoreUrl url, StoreContext context, CancellationToken cancellationToken) =>
        sqlite.CreateAsync(url, context, cancellationToken);

    // What is new in the mirror is found by looking, which is done from time to time anyway.
    public override ValueTask<IChangeNotices> ListenAsync(StoreUrl url, BuildChoice builds, StoreContext context, CancellationToken cancellationToken) =>
        sqlite.ListenAsync(url, builds, context, cancellationToken);

    public override string Policy(StoreUrl url, StoreRole role) => sqlite.Policy(url, role);
}
