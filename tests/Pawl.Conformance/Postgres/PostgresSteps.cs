using Pawl.Builds;
using Pawl.Stores;
using Xunit;

namespace Pawl.Conformance.Postgres;

/// <summary>What the tests of the PostgreSQL store share: a build, and what goes wrong.</summary>
internal static class PostgresSteps
{
    public static readonly BuildId Id = BuildId.Parse("web-42");

    public static CancellationToken None => TestContext.Current.CancellationToken;

    public static Occasion Now => new(DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()), new Worker("me@here"));

    public static Change Begun(string id = "web-42") => Change.To(BuildState.None(BuildId.Parse(id)), Now).Create(
        Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None);

    public static async Task<StoreException> FaultAsync(StoreFault expected, Func<Task> call)
    {
        var fault = await Assert.ThrowsAsync<StoreException>(call);
        Assert.Equal(expected, fault.Fault);
        return fault;
    }
}
