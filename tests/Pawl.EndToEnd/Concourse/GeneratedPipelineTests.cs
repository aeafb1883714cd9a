using Pawl.EndToEnd.Concourse.Rules;
using Pawl.Servers.Processes;

namespace Pawl.EndToEnd.Concourse;

/// <summary>What <c>pawl concourse pipeline</c> writes, and what it refuses.</summary>
public sealed class GeneratedPipelineTests : GeneratedFixture
{
    [Theory]
    [InlineData("examples/debian-image/pipeline.yaml", "--store", "s3://builds", "--privileged")]
    [InlineData("examples/quickstart/pipeline.yaml", "--store", "postgres://pawl@db.example.org/pawl", "--image", "registry.example.org:5000/builder:12")]
    [InlineData("examples/quickstart/pipeline.yaml", "--build-id", "web-42", "--credential", "CLOUD_TOKEN")]
    public async Task Each_example_becomes_a_pipeline_that_Concourse_takes(string file, params string[] options)
    {
        var answer = await PawlAsync(["concourse", "pipeline", Path.Combine(Checkout.Root, file), .. options]);

        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.Empty(PipelineRules.FaultsOf(answer.Out));
    }

    [Fact]
    public async Task The_hand_written_example_is_one_that_Concourse_takes() =>
        Assert.Empty(PipelineRules.FaultsOf(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "integrations", "concourse", "example.yml"))));

    [Fact]
    public async Task Credentials_and_secrets_are_variables_only()
    {
        var yaml = await GenerateAsync(PipelineText().Replace("secrets: [API_TOKEN]", "secrets: [API_TOKEN, GREETING]", StringComparison.Ordinal));

        Assert.DoesNotContain("quoted", yaml, StringComparison.Ordinal);
        Assert.Contains("GREETING: ((greeting))", yaml, StringComparison.Ordinal);
        var s3 = (await DoneAsync("concourse", "pipeline", Path.Combine(Repository, "images", "pipeline.yaml"), "--store", "s3://builds")).Out;
        Assert.Contains("AWS_SECRET_ACCESS_KEY: ((aws_secret_access_key))", s3, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_of_another_provider_is_left_out_and_a_milestone_needs_no_task()
    {
        var yaml = ConcourseYaml.Read(await GenerateAsync(PipelineText()));

        var plan = yaml["jobs"]![0]!["plan"]!.AsArray();
        Assert.Equal(["get", "put", "put", "do", "do", "do", "do"], plan.Select(step => step!.AsObject().First().Key));
        Assert.Equal("""{"action":"succeed","state":0}""", plan[2]!["params"]!.ToJsonString());
        Assert.Equal(["state-5-kick-start", "state-10-green", "state-42-configure", "state-100-publish"], plan.Skip(3).Select(step => (string?)step!["do"]![1]!["task"]));
        Assert.Equal("""{"action":"interrupt","state":10}""", plan[4]!["do"]![1]!["on_abort"]!["params"]!.ToJsonString());
    }

    [Fact]
    public async Task Days_and_numbers_and_words_that_YAML_takes_for_something_else_stay_what_they_are()
    {
        var yaml = ConcourseYaml.Read(await GenerateAsync("""
            name: "2024"
            provider: aws
            image_type: t
            env: {ANSWER: "yes", NUMBER: "012", EMPTY: "", TIME: "12:30", NULL: "~"}
            states:
            - {code: 5, name: Long, run: "true", timeout: 1d2h30m}
            - {code: 100, name: End, run: "true"}
            """));

        Assert.Equal(["pipeline-2024", "pipeline-2024-allow-retry"], yaml["jobs"]!.AsArray().Select(job => (string?)job!["name"]));
        var task = yaml["jobs"]![0]!["plan"]![2]!["do"]![1]!;
        Assert.Equal("26h30m", (string?)task["timeout"]);
        Assert.Equal("""{"ANSWER":"yes","EMPTY":"","NULL":"~","NUMBER":"012","TIME":"12:30"}""", task["config"]!["params"]!.ToJsonString());
    }

    [Fact]
    public async Task What_can_t_be_said_in_Concourse_is_refused()
    {
        File.WriteAllText(Path.Combine(Folder, "p.yaml"), PipelineText().Replace("env: {COUNT: \"2\"}", "env: {COUNT: \"((two))\"}", StringComparison.Ordinal));
        (await PawlAsync("concourse", "pipeline", "p.yaml")).IsRefused(2, "env.COUNT of state 10 holds ((two))");

        File.WriteAllText(Path.Combine(Folder, "p.yaml"), PipelineText().Replace("secrets: [API_TOKEN]", "secrets: [API_TOKEN, PASSWORD]", StringComparison.Ordinal).Replace("env: {TRACE", "env: {PASSWORD: open-sesame-1, TRACE", StringComparison.Ordinal).Replace("test -d images", "echo open-sesame-1", StringComparison.Ordinal));
        (await PawlAsync("concourse", "pipeline", "p.yaml")).IsRefused(2, "the value of PASSWORD, which the pipeline marks as secret, stands elsewhere");

        File.WriteAllText(Path.Combine(Folder, "p.yaml"), PipelineText());
        (await PawlAsync("concourse", "pipeline", "p.yaml", "--store", "/var/lib/builds")).IsRefused(2, "can't be reached from Concourse's containers");
        (await PawlAsync("concourse", "pipeline", "p.yaml", "--credential", "a b")).IsRefused(2, "is no variable's name");
        (await PawlAsync("concourse", "pipeline", "none.yaml")).IsRefused(2, "there is no such file");
    }
}
