using Pawl.Stores;
using Pawl.Stores.Objects;
using Pawl.Waiting;

namespace Pawl.Postgres;

/// <summary>Stores in a PostgreSQL database.</summary>
public sealed class PostgresKind : StoreKind
{
    internal const string SchemeName = "postgres";
    internal const string UrlForm = "postgres://[USER@]HOST[:PORT]/DATABASE[?schema=pawl][&sslmode=prefer]";

    /// <inheritdoc/>
    public override string Scheme => SchemeName;

    /// <inheritdoc/>
    public override string Form => UrlForm;

    /// <inheritdoc/>
    public override IBuildStore Open(StoreUrl url, StoreContext context) => PostgresBuildStore.Open(PostgresAddress.Of(url), context);

    /// <inheritdoc/>
    public override IObjectStore OpenNotes(StoreUrl url) => PostgresObjects.OpenNotes(url);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<string>> CreateAsync(StoreUrl url, StoreContext context, CancellationToken cancellationToken) =>
        PostgresSetup.RunAsync(PostgresAddress.Of(url), context, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IChangeNotices> ListenAsync(StoreUrl url, BuildChoice builds, StoreContext context, CancellationToken cancellationToken) =>
        ListenedNotices.ListenAsync(PostgresAddress.Of(url), builds, context.Time, cancellationToken);

    /// <inheritdoc/>
    public override IObjectStore OpenKeys(StoreUrl url) => PostgresObjects.OpenKeys(url);

    /// <inheritdoc/>
    public override string Policy(StoreUrl url, StoreRole role) => PostgresPolicy.Of(PostgresAddress.Of(url), role);
}
