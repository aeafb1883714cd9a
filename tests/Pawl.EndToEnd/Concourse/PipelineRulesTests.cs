using Pawl.EndToEnd.Concourse.Rules;

namespace Pawl.EndToEnd.Concourse;

/// <summary>The rules by which generated pipelines are checked refuse what Concourse refuses.</summary>
public sealed class PipelineRulesTests
{
    private const string Good = """
        resource_types:
        - {name: pawl, type: registry-image, source: {repository: pawl}}
        resources:
        - {name: source, type: git, source: {uri: x}}
        - {name: build, type: pawl, source: {store: s3://b}}
        jobs:
        - name: image
          serial: true
          plan:
          - get: source
          - do:
            - {put: build, inputs: detect, params: {action: start}}
            - task: one
              timeout: 1h30m
              config:
                platform: linux
                image_resource: {type: registry-image, source: {repository: debian}}
                inputs: [{name: source}, {name: build}]
                outputs: [{name: out}]
                run: {path: sh, args: ["-c", "true"]}
              on_success: {put: build, params: {action: succeed}}
            attempts: 2
        """;

    [Fact]
    public void A_good_pipeline_has_no_fault() => Assert.Empty(PipelineRules.FaultsOf(Good));

    [Theory]
    [InlineData("serial: true", "seriall: true", "unknown field \"seriall\"")]
    [InlineData("serial: true", "serial: \"true\"", "serial is of the wrong type")]
    [InlineData("name: image", "name: Image", "'Image' is not a valid identifier")]
    [InlineData("name: image", "name: \"42\"", "'42' is not a valid identifier")]
    [InlineData("- get: source", "- get: sources", "unknown resource 'sources'")]
    [InlineData("- get: source", "- get: build", "resource 'source' is not used")]
    [InlineData("- get: source", "- get: source\n  - get: source", "repeated name")]
    [InlineData("type: pawl", "type: pawn", "there is no resource type 'pawn'")]
    [InlineData("name: build,", "name: source,", "has the name 'source' 2 times")]
    [InlineData("attempts: 2", "attempts: 0", "attempts must be greater than 0")]
    [InlineData("attempts: 2", "atempts: 2", "unknown field \"atempts\"")]
    [InlineData("timeout: 1h30m", "timeout: 1d", "invalid duration '1d'")]
    [InlineData("platform: linux", "platfrom: linux", "has no platform")]
    [InlineData("{name: build}]", "{name: other}]", "missing inputs: other")]
    [InlineData("run: {path: sh,", "run: {", "has no path")]
    [InlineData("[\"-c\", \"true\"]", "[-c, true]", "not all of it is text")]
    [InlineData("inputs: detect", "inputs: some", "all, detect or a list")]
    [InlineData("on_success: {put: build,", "on_success: {put: build, get: source,", "several core steps")]
    [InlineData("on_success: {put: build,", "on_succes: {put: build,", "unknown field \"on_succes\"")]
    [InlineData("- task: one", "- name: one", "no core step type declared")]
    public void A_fault_is_named(string right, string wrong, string fault) =>
        Assert.Contains(PipelineRules.FaultsOf(Good.Replace(right, wrong, StringComparison.Ordinal)), found => found.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void A_key_twice_is_no_YAML() =>
        Assert.ThrowsAny<Exception>(() => PipelineRules.FaultsOf(Good.Replace("serial: true", "serial: true\n  serial: true", StringComparison.Ordinal)));
}
