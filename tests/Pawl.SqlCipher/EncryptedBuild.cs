using System.Globalization;
using Pawl.Builds;
using Pawl.Sqlite;
using Pawl.Stores;

namespace Pawl.SqlCipher;

/// <summary>A build with a planted secret, in an encrypted folder.</summary>
public abstract class EncryptedBuild : IDisposable
{
    private protected const string Secret = "planted-8c2e";

    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private protected static BuildId Id { get; } = BuildId.Parse("web-1");

    private protected static CancellationToken None => TestContext.Current.CancellationToken;

    private protected EncryptedStore Files { get; } = new();

    public void Dispose()
    {
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string PathOf(BuildId id) => Path.Combine(Files.Folder, $"{id}.db");

    /// <summary>Begins the build, and makes so many changes, each a transaction.</summary>
    private protected static async Task RecordAsync(SqliteBuildStore store, int changes)
    {
        var change = To(BuildState.None(Id)).Create(Label.Parse("aws"), Label.Parse("rhel8-webserver"), StandardStates.Plan, PipelineReference.None);
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));
        for (var i = 1; i <= changes; i++)
        {
            change = To(change.After).SetMetadata("note", $"{Secret} {new string('x', 1_000)} value {i.ToString(CultureInfo.InvariantCulture)}");
            Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));
        }
    }

    private static Change To(BuildState state) => Change.To(state, new Occasion(Noon, new Worker("me@here")));
}
