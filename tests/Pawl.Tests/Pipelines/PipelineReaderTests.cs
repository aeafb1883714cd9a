using System.Security.Cryptography;
using System.Text;
using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Retrying;
using Pawl.Yaml;
using Xunit;
using static Pawl.Tests.Pipelines.PipelineText;

namespace Pawl.Tests.Pipelines;

public sealed class PipelineReaderTests
{
    private const string Example = """
        name: debian-image
        provider: private            # aws, azure, gcp, private, or a name of yours
        image_type: debian12-base
        env: {MIRROR: deb.example.org}
        secrets: [REPO_PASSWORD]     # env variables whose values must appear nowhere
        states:
          - code: 5
            name: Kickstart
            run: packer build image.json
            timeout: 45m
            retry: {strategy: backoff, attempts: 3, initial: 5m, max: 30m}
            transient: ["exit 75", "/Could not resolve host/"]
            artifacts: [{name: rootfs, path: out/rootfs.tar}]
          - {code: 20, name: Cloud provider setup, run: ./setup-aws.sh, when: {provider: [aws]}}
          - {code: 100, name: Publish, run: ./publish.sh}
        """;

    [Fact]
    public void The_documented_example_reads_as_it_says()
    {
        var pipeline = Valid(Example);

        Assert.Equal("debian-image", pipeline.Name);
        Assert.Equal(Label.Parse("private"), pipeline.Provider);
        Assert.Equal(Label.Parse("debian12-base"), pipeline.ImageType);
        Assert.Equal("deb.example.org", pipeline.Environment["MIRROR"]);
        Assert.Equal(["REPO_PASSWORD"], pipeline.Secrets);
        var kickstart = pipeline.States[0];
        Assert.Equal(StateCode.From(5), kickstart.Code);
        Assert.Equal(["/bin/sh", "-e", "-c", "packer build image.json"], kickstart.Command);
        Assert.Equal(TimeSpan.FromMinutes(45), kickstart.Timeout);
        Assert.Equal(new RetryPolicy(RetryStrategy.Backoff, 3, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)), kickstart.Retry);
        Assert.Equal(["exit 75", "/Could not resolve host/"], kickstart.Transient.Select(rule => rule.Text));
        Assert.Equal("out/rootfs.tar", Assert.Single(kickstart.Artifacts).Path.Text);
    }

    [Fact]
    public void A_state_whose_condition_does_not_hold_is_not_in_the_plan()
    {
        var pipeline = Valid(Example);

        Assert.Equal([5, 100], pipeline.PlanFor().States.Select(s => s.Code.Value));
        Assert.Equal([5, 20, 100], pipeline.PlanFor(Label.Parse("aws"), pipeline.ImageType).States.Select(s => s.Code.Value));
    }

    [Fact]
    public void What_a_state_leaves_out_has_its_default()
    {
        var state = Valid(WithState("run: x")).States[0];

        Assert.Equal("Cloud provider setup", state.Name);
        Assert.Equal(Shell.Sh, state.Shell);
        Assert.Equal(".", state.Directory.Text);
        Assert.Equal(Timeout.InfiniteTimeSpan, state.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(10), state.KillAfter);
        Assert.Equal(RetryPolicy.DefaultFor(StateCode.From(20)), state.Retry);
        Assert.Same(StateCondition.Always, state.When);
    }

    [Fact]
    public void A_state_without_a_command_is_a_milestone()
    {
        var state = Valid(WithState("name: Done")).States[0];

        Assert.True(state.IsMilestone);
        Assert.Empty(state.Command);
    }

    [Fact]
    public void Values_are_taken_as_they_are_written()
    {
        var environment = State("env: {A: 0755, B: 1.10, C: true, D: '', E: yes, F: 0x1F}").Environment;

        Assert.Equal(["0755", "1.10", "true", "", "yes", "0x1F"], environment.Values);
        Assert.Equal("true", State("run: true").Run);
    }

    [Fact]
    public void The_pipelines_shell_is_the_states_unless_they_name_one()
    {
        var pipeline = Valid(Head + "shell: bash\nstates:\n  - {code: 5, run: x}\n  - {code: 100, run: x, shell: sh}\n");

        Assert.Equal(["bash", "-eo", "pipefail", "-c", "x"], pipeline.States[0].Command);
        Assert.Equal(Shell.Sh, pipeline.States[1].Shell);
    }

    [Theory]
    [InlineData("retry: {attempts: 7}", "standard 7 10s")]
    [InlineData("retry: {strategy: backoff}", "backoff 3 5m 30m")]
    [InlineData("retry: {strategy: backoff, initial: 1h}", "backoff 3 1h 1h")]
    [InlineData("retry: {strategy: immediate, initial: 5s}", "immediate 5 5s")]
    [InlineData("retry: {strategy: notify}", "notify 2 1h")]
    [InlineData("retry: {strategy: manual}", "manual 1 0s")]
    public void What_retry_leaves_out_is_the_strategys_default(string line, string expected)
    {
        var retry = State(line).Retry;

        var max = retry.Strategy == RetryStrategy.Backoff ? $" {Duration.Format(retry.Max)}" : "";
        Assert.Equal(expected, $"{retry.Strategy.ToText()} {retry.Attempts} {Duration.Format(retry.Initial)}{max}");
    }

    [Fact]
    public void Two_states_that_never_meet_may_make_the_same_artifact()
    {
        var pipeline = Valid(Head + """
            states:
              - {code: 5, artifacts: [{name: a, path: x}], when: {provider: [aws]}}
              - {code: 10, artifacts: [{name: a, path: y}], when: {provider: [gcp, azure]}}
              - {code: 100, needs: [a]}
            """);

        Assert.Equal(["a"], pipeline.States[2].Needs);
    }

    [Fact]
    public void A_condition_that_holds_for_no_known_build_is_no_fault() => Assert.Empty(Faults(WithState("when: {provider: [nowhere]}")));

    [Fact]
    public void The_file_is_known_by_its_path_and_the_hash_of_its_bytes()
    {
        var pipeline = Valid(Head + End);

        Assert.Equal(Path.GetFullPath("p.yaml"), pipeline.Path);
        Assert.Equal(Path.GetFullPath("."), pipeline.Folder);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Head + End))), pipeline.Hash);
        Assert.Equal(new PipelineReference("p", pipeline.Path, pipeline.Hash), pipeline.Reference);
    }

    [Theory]
    [InlineData("my-image", "aws", "rhel8-webserver")]
    [InlineData("42", "007", "1e5")]
    [InlineData("true", "NULL", "False")]
    public void The_template_is_valid_and_has_the_standard_states(string name, string provider, string imageType)
    {
        var text = PipelineTemplate.Text(name, Label.Parse(provider), Label.Parse(imageType));

        var pipeline = Valid(text);
        Assert.Equal((name, provider, imageType), (pipeline.Name, pipeline.Provider.Value, pipeline.ImageType.Value));
        Assert.Equal(StandardStates.Plan, pipeline.PlanFor());
        Assert.StartsWith("# yaml-language-server: $schema=", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_template_shows_in_comments_is_valid_too()
    {
        var lines = PipelineTemplate.Text("p", Label.Parse("aws"), Label.Parse("t")).Split('\n');
        var shown = lines.Where(line => line.StartsWith("#   ", StringComparison.Ordinal)).Select(line => line[4..].Split("  ")[0]);
        var head = lines.Where(line => line.StartsWith("# env", StringComparison.Ordinal) || line.StartsWith("# se", StringComparison.Ordinal) || line.StartsWith("# sh", StringComparison.Ordinal));

        var state = string.Join("\n    ", shown);
        var text = Head + string.Join('\n', head.Select(line => line[2..])) + $"\nstates:\n  - {{code: 0, artifacts: [{{name: rootfs, path: x}}]}}\n  - code: 20\n    {state.Replace("name: rootfs", "name: other", StringComparison.Ordinal)}\n  - code: 100\n";
        Assert.Empty(Faults(text));
    }

    [Fact]
    public void Every_example_is_valid()
    {
        var folder = Path.Combine(Repository.Root, "examples");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "pipeline.yaml", SearchOption.AllDirectories) : [];

        Assert.All(files, file => Assert.IsType<PipelineReading.Valid>(PipelineFile.Load(file)));
    }
}
