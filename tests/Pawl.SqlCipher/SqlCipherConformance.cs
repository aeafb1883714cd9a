using Pawl.Builds;
using Pawl.Conformance;
using Pawl.Conformance.Debts;
using Pawl.Conformance.Sealing;
using Pawl.Sqlite;
using Pawl.Sqlite.Encrypted;
using Pawl.Stores;
using Pawl.Stores.Mirroring;
using Pawl.Stores.Objects;

namespace Pawl.SqlCipher;

/// <summary>Files that SQLCipher encrypts keep every promise of a store.</summary>
public sealed class SqlCipherConformance : BuildStoreConformance
{
    private readonly EncryptedStore _files = new();

    protected override ValueTask<IBuildStore> OpenAsync() => new(_files.Open());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _files.Dispose();
    }
}

/// <summary>So do plain files beside them in the same process, as in a copy from one to the other.</summary>
public sealed class PlainBesideSqlCipherConformance : BuildStoreConformance
{
    private readonly EncryptedStore _files = new();

    protected override ValueTask<IBuildStore> OpenAsync() =>
        new(SqliteBuildStore.Open(_files.Folder, new SqliteOptions { Durability = SqliteDurability.Normal }));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _files.Dispose();
    }
}

/// <summary>Sealed builds in encrypted files.</summary>
public sealed class SealedSqlCipherConformance : SealedConformance
{
    private readonly EncryptedStore _files = new();

    protected override ValueTask<IBuildStore> OpenRecordedAsync() => new(_files.Open());

    protected override IObjectStore OpenKeys() => DirectoryObjects.Open(_files.Folder);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _files.Dispose();
    }
}

/// <summary>Encrypted files with a mirror: what is owed to it is encrypted too.</summary>
public sealed class MirroredSqlCipherConformance : BuildStoreConformance
{
    private readonly EncryptedStore _files = new();
    private readonly string _mirror = Directory.CreateTempSubdirectory("pawl-mirrored-").FullName;

    protected override ValueTask<IBuildStore> OpenAsync() =>
        new(new MirroredBuildStore(_files.Open(), $"dir://{_mirror}", url => new ObjectBuildStore(DirectoryObjects.Open(url["dir://".Length..]), Surroundings.Context), new Worker("me@here"), Surroundings.Context));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _files.Dispose();
        Directory.Delete(_mirror, recursive: true);
    }
}

/// <summary>Debts in encrypted files, in the change's own transaction.</summary>
public sealed class SqlCipherLedgerConformance : KindLedgerConformance
{
    private readonly EncryptedStore _files = new();

    private protected override StoreKind Kind => new SqlCipherKind(() => [_files.Key]);

    public override ValueTask InitializeAsync()
    {
        Url = SqliteKind.UrlOf(_files.Folder) with { Scheme = "sqlcipher" };
        return base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _files.Dispose();
    }
}
