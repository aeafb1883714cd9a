using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Retrying;
using Pawl.Running;
using Xunit;

namespace Pawl.Tests.Running;

public sealed class TaskEnvironmentTests
{
    private static readonly Dictionary<string, string> Own = new()
    {
        ["PATH"] = "/bin", ["AWS_SECRET_ACCESS_KEY"] = "s", ["PAWL_STORE"] = "/store", ["PAWL_KEY"] = "k", ["PAWL_KEY_FILE"] = "/k", ["PAWL_KEY_URL"] = "u",
        ["PAWL_OLD_KEYS"] = "o", ["PAWL_OLD_KEY_FILES"] = "/o", ["PAWL_AUDIT_KEY"] = "a", ["PAWL_AUDIT_KEY_FILE"] = "/a",
    };

    [Fact]
    public void A_task_gets_none_of_Pawls_keys() => Assert.Equal(["AWS_SECRET_ACCESS_KEY", "PATH"], Inherited(Pipeline()));

    [Fact]
    public void A_task_gets_a_key_that_its_pipeline_asks_for_by_name_and_its_value_is_a_secret()
    {
        var pipeline = Pipeline() with { Passed = ["PAWL_KEY_FILE", "PAWL_KEY"] };
        Assert.Equal(["AWS_SECRET_ACCESS_KEY", "PATH", "PAWL_KEY", "PAWL_KEY_FILE"], Inherited(pipeline));
        Assert.Equal(["PAWL_KEY"], TaskEnvironment.SecretsIn(Environment(pipeline), pipeline).Select(secret => secret.Name));
    }

    [Fact]
    public void A_task_does_not_get_what_its_pipeline_hides() => Assert.Equal(["PATH"], Inherited(Pipeline() with { Hidden = ["AWS_SECRET_ACCESS_KEY"] }));

    private static IEnumerable<string> Inherited(Pipeline pipeline) =>
        Environment(pipeline).Keys.Intersect(Own.Keys).Where(name => name != "PAWL_STORE").Order(StringComparer.Ordinal);

    private static IReadOnlyDictionary<string, string> Environment(Pipeline pipeline) =>
        TaskEnvironment.Of(Own, pipeline, pipeline.States[0], new BuildState { Id = BuildId.Parse("b") }, "/out");

    private static Pipeline Pipeline() => new()
    {
        Name = "p",
        Provider = Label.Parse("aws"),
        ImageType = Label.Parse("x"),
        States = [new PipelineState { Code = StateCode.Final, Name = "End", Retry = RetryPolicy.DefaultFor(StateCode.Final) }],
        Path = "/p.yaml",
        Hash = "00",
    };
}
