using Pawl.Builds;
using Pawl.Cli.Verbs;
using Pawl.Pipelines;
using Pawl.Tests.Sqlite;
using Pawl.Yaml;
using Xunit;

namespace Pawl.Tests.Verbs;

/// <summary>What is recorded of the error that a script reports.</summary>
public sealed class ScriptFailureTests : StoreFolder
{
    [Theory]
    [InlineData("env: {TOKEN: pipelines-own-value}", "", "pipelines-own-value")]
    [InlineData("env: {TOKEN: pipelines-own-value}", "env: {TOKEN: a-states-own-value}", "pipelines-own-value")]
    [InlineData("", "env: {TOKEN: a-states-own-value}", "a-states-own-value")]
    public void The_secrets_that_a_pipeline_or_a_state_sets_are_taken_out(string ofAll, string ofOne, string value)
    {
        var build = Build($$"""
            name: test
            provider: aws
            image_type: rhel8
            secrets: [TOKEN]
            {{ofAll}}
            states:
              - {code: 5, name: five, run: x}
              - code: 100
                run: x
                {{ofOne}}
            """);
        Assert.Equal("it answered [redacted]: no", ScriptFailure.Of(build, $"it answered {value}: no", FailureCategory.Persistent, Noon).Error);
    }

    private BuildState Build(string yaml)
    {
        var path = Path.Combine(Folder, "pipeline.yaml");
        File.WriteAllText(path, yaml);
        var pipeline = Assert.IsType<PipelineReading.Valid>(PipelineFile.Load(path)).Pipeline;
        return To(BuildState.None(Id)).Create(pipeline.Provider, pipeline.ImageType, pipeline.PlanFor(), pipeline.Reference).After;
    }
}
