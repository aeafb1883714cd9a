using Pawl.Builds;
using Xunit;

namespace Pawl.Tests.Sqlite;

/// <summary>The status of a build's row has an index of its own, which is a page more for the disk each time that it is written.</summary>
public sealed class StatusTests : StoreFolder
{
    [Fact]
    public async Task The_status_of_a_row_is_written_when_it_changes_and_only_then()
    {
        var state = await CreateAsync();
        Sql("CREATE TABLE written (status TEXT); CREATE TRIGGER note AFTER UPDATE OF status ON builds BEGIN INSERT INTO written VALUES (new.status); END");
        state = await AppendAsync(To(state).Start(state.Current));
        state = await AppendAsync(To(state).Succeed(state.Current));
        Assert.Empty(Sql("SELECT status FROM written"));
        state = await AppendAsync(To(state).Fail(state.Current, new Failure("no", FailureCategory.Transient, "rule", RetryAt: null)));
        state = await AppendAsync(To(state).SetMetadata("a", "b"));
        await AppendAsync(To(state).Start(state.Current));
        Assert.Equal(["failed", "running"], Sql("SELECT status FROM written"));
        Assert.Equal(["running"], Sql("SELECT status FROM builds"));
        Assert.Empty(await Store.FindDifferencesAsync(Id, None));
    }
}
