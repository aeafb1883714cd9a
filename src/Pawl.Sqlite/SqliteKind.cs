using Pawl.Stores;
using Pawl.Stores.Objects;
using Pawl.Waiting;
using Pawl.Waiting.Folders;

namespace Pawl.Sqlite;

/// <summary>Builds as SQLite files in a folder: <c>sqlite:///FOLDER</c>, the default.</summary>
public class SqliteKind : StoreKind
{
    private const string Durability = "durability";

    /// <inheritdoc/>
    public override string Scheme => "sqlite";

    /// <inheritdoc/>
    public override string Form => $"{Scheme}:///FOLDER[?durability=full|normal]";

    /// <summary>The URL of the store in a folder.</summary>
    public static StoreUrl UrlOf(string folder) => new("sqlite", "", Path.GetFullPath(folder), StoreUrl.NoSettings);

    /// <summary>The folder of a store.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static string FolderOf(StoreUrl url) => url.Authority.Length == 0 && url.Path.Length > 0
        ? Path.GetFullPath(url.Path)
        : throw new StoreUrlException(url, $"it must name a folder by its whole path: {url.Scheme}:///FOLDER");

    /// <inheritdoc/>
    public override IBuildStore Open(StoreUrl url, StoreContext context) => SqliteBuildStore.Open(FolderOf(url), OptionsOf(url, context));

    /// <inheritdoc/>
    public override IObjectStore OpenNotes(StoreUrl url) => DirectoryObjects.Open(Path.Combine(FolderOf(url), ".alerts"));

    /// <inheritdoc/>
    public override IDebtLedger OpenLedger(StoreUrl url, IObjectStore notes, StoreContext context) => (SqliteBuildStore)Open(url, context);

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<string>> CreateAsync(StoreUrl url, StoreContext context, CancellationToken cancellationToken)
    {
        await using var store = Open(url, context);
        SqliteBuildStore.MakeFolder(FolderOf(url), OptionsOf(url, context));
        return [$"folder {FolderOf(url)}"];
    }

    /// <inheritdoc/>
    public override ValueTask<IChangeNotices> ListenAsync(StoreUrl url, BuildChoice builds, StoreContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IChangeNotices>(FolderNotices.Listen(new BuildFileLayout(FolderOf(url)), builds, context.Time, context.Warn));

    /// <inheritdoc/>
    public override IObjectStore OpenKeys(StoreUrl url) => DirectoryObjects.Open(FolderOf(url));

    /// <inheritdoc/>
    public override string Policy(StoreUrl url, StoreRole role) => FolderPolicy.For(FolderOf(url), role);

    /// <summary>How a store is opened.</summary>
    private protected virtual SqliteOptions OptionsOf(StoreUrl url, StoreContext context)
    {
        url.RequireSettings(Durability);
        var durability = url.Setting(Durability) switch
        {
            null or "full" => SqliteDurability.Full,
            "normal" => SqliteDurability.Normal,
            _ => throw new StoreUrlException(url, "the only setting is ?durability=full or ?durability=normal"),
        };
        return new SqliteOptions { Closing = SqliteClosing.KeepLog, Durability = durability, Warn = context.Warn };
    }
}
