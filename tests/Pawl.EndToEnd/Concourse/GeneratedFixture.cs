using System.Text.Json.Nodes;
using Pawl.EndToEnd.Concourse.Rules;
using Pawl.EndToEnd.Concourse.Runs;

namespace Pawl.EndToEnd.Concourse;

/// <summary>Generates a Concourse pipeline from a real Pawl pipeline, and runs its jobs as Concourse would.</summary>
public abstract class GeneratedFixture : ConcourseFixture
{
    private protected const string Job = "tiny";

    private readonly Dictionary<string, string> _variables = new() { ["build_id"] = Build, ["task_image"] = "debian", ["pawl_image"] = "pawl", ["source_uri"] = "none", ["api_token"] = "s3cr3t-value-77" };
    private int _runs;

    private protected string Repository { get; }

    /// <summary>A file to which each state's task writes a line.</summary>
    private protected string Trace => Path.Combine(Folder, "trace");

    private protected GeneratedFixture()
    {
        Repository = Directory.CreateDirectory(Path.Combine(Folder, "repository", "images")).Parent!.FullName;
        File.WriteAllText(Path.Combine(Repository, "images", "recipe"), "recipe\n");
    }

    /// <summary>Five states that run here: files from one to the next, outputs, secrets, shells; one is left out.</summary>
    private protected string PipelineText(string middle = "true") => $$"""
        name: tiny
        provider: aws
        image_type: rhel8-webserver
        env: {TRACE: "{{Trace}}", GREETING: "it's \"quoted\""}
        secrets: [API_TOKEN]
        states:
          - {code: 0, name: Begin}
          - code: 5
            name: Kick start!
            run: |
              echo "5 $BUILD_ID $CLOUD_PROVIDER $IMAGE_TYPE $PAWL_STATE $PAWL_ATTEMPT $GREETING" >>"$TRACE"
              cat recipe >rootfs
              echo "ami_id=ami-1" >>"$PAWL_OUTPUT"
            artifacts: [{name: rootfs, path: "rootfs"}]
          - code: 10
            name: Green
            shell: bash
            env: {COUNT: "2"}
            needs: [rootfs]
            timeout: 30s
            retry: {strategy: standard, attempts: 2, initial: 100ms}
            run: |
              count=$COUNT
              echo "10 $ami_id $((count)) $(cat rootfs)" >>"$TRACE"
              echo "token is $API_TOKEN" | cat
              {{middle}}
          - {code: 20, name: Elsewhere, when: {provider: [azure]}, run: echo 20 >>"$TRACE"}
          - {code: 42, name: Configure, dir: "..", retry: {strategy: standard, attempts: 1}, run: 'test -d images && echo 42 >>"$TRACE"'}
          - {code: 100, name: Publish, run: 'echo 100 >>"$TRACE"; echo "published=yes" >>"$PAWL_OUTPUT"'}
        """;

    /// <summary>Writes the pipeline file and generates.</summary>
    private protected async Task<string> GenerateAsync(string text)
    {
        File.WriteAllText(Path.Combine(Repository, "images", "pipeline.yaml"), text);
        var answer = await PawlAsync("concourse", "pipeline", Path.Combine(Repository, "images", "pipeline.yaml"), "--path", "images/pipeline.yaml", "--store", $"dir://{Store}");
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.Empty(PipelineRules.FaultsOf(answer.Out));
        return answer.Out;
    }

    /// <summary>A run of one of its jobs that may be told to end.</summary>
    private protected JobRun NewRun(string yaml, string job = Job, params string[] lostTasks)
    {
        var number = ++_runs;
        return new JobRun(
            new JobWorld
            {
                Folder = Directory.CreateDirectory(Path.Combine(Folder, "runs", $"{number}")).FullName,
                Resource = Resource,
                Repository = Repository,
                Variables = _variables,
                Metadata = new Dictionary<string, string>
                {
                    ["BUILD_ID"] = $"{1000 + number}", ["BUILD_NAME"] = $"{number}", ["BUILD_JOB_NAME"] = job, ["BUILD_PIPELINE_NAME"] = "images",
                    ["BUILD_TEAM_NAME"] = "main", ["ATC_EXTERNAL_URL"] = "https://ci.example.org",
                },
                LostTasks = lostTasks,
            },
            ConcourseYaml.Read(yaml).AsObject());
    }

    private protected async Task<(StepEnd End, JobRun Run)> RunJobAsync(string yaml, string job = Job, params string[] lostTasks)
    {
        var run = NewRun(yaml, job, lostTasks);
        return (await run.RunAsync(job, CancellationToken.None), run);
    }

    private protected string[] Traced() => File.Exists(Trace) ? File.ReadAllLines(Trace) : [];

    private protected async Task<string[]> HistoryAsync() =>
        [.. JsonNode.Parse((await DoneAsync("history", Build, "--json", "--store", $"dir://{Store}")).Out)!.AsArray().Select(row => $"{row!["state"]} {row["status"]}")];
}
