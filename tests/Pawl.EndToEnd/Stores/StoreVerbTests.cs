using System.Diagnostics;
using Pawl.Servers;

namespace Pawl.EndToEnd.Stores;

/// <summary>Everything that the program does works the same wherever builds live.</summary>
public sealed class StoreVerbTests : StoreFixture
{
    [Theory]
    [InlineData("dir")]
    [InlineData("s3")]
    [InlineData("azblob")]
    [InlineData("dynamodb")]
    [InlineData("cosmos")]
    [InlineData("postgres")]
    public async Task A_build_that_scripts_drive_is_the_same_on_every_store(string kind)
    {
        Variables["PAWL_STORE"] = await PlaceAsync(kind);
        Assert.NotEqual("", (await DoneAsync("store", "create")).Out);
        await DoneAsync("store", "create");
        (await PawlAsync("status", "web-42")).IsRefused(3, "no build web-42");
        Assert.Equal(3, (await PawlAsync("check", "web-42")).Code);

        await InitAsync("web-42");
        await DoneAsync("start", "web-42");
        Assert.Equal(6, (await PawlAsync("check", "web-42")).Code);
        await DoneAsync("succeed", "web-42");
        await DoneAsync("meta", "set", "web-42", "ami=ami-1");
        await DoneAsync("fail", "web-42", "--error", "no route to mirror");
        Assert.Equal(5, (await PawlAsync("check", "web-42")).Code);
        (await PawlAsync("succeed", "web-42", "0")).IsRefused(4, "the current state is 5");
        (await PawlAsync("init", "web-42", "--provider", "gcp", "--image-type", "x")).IsRefused(4, "exists already");
        var build = (await DoneAsync("status", "web-42", "--json")).Json;
        Assert.Equal(("failed", 5, "ami-1"), (build.GetProperty("status").GetString(), build.GetProperty("currentState").GetInt32(), build.GetProperty("metadata").GetProperty("ami").GetString()));
        Assert.Contains("no route to mirror", (await DoneAsync("list", "--status", "failed")).Out, StringComparison.Ordinal);
        await DoneAsync("retry", "web-42", "--reason", "mirror is back");
        await DoneAsync("rollback", "web-42", "--reason", "once more");
        Assert.Contains("rolled_back", (await DoneAsync("history", "web-42")).Out, StringComparison.Ordinal);
        Assert.Contains("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
        foreach (var role in (string[])["worker", "reader", "administrator"])
            Assert.NotEqual("", (await DoneAsync("store", "policy", "--role", role)).Out.Trim());
    }

    [Theory]
    [InlineData("dir")]
    [InlineData("s3")]
    [InlineData("azblob")]
    [InlineData("dynamodb")]
    [InlineData("cosmos")]
    [InlineData("postgres")]
    public async Task A_pipeline_runs_to_its_end_and_the_build_can_be_copied_there_and_back(string kind)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "p.yaml"), Pipeline, None);
        var place = await PlaceAsync(kind);
        await DoneAsync("store", "create", place);
        var run = await PawlAsync("run", "p.yaml", "--build-id", "web-42", "--store", place);
        Assert.True(run.Code == 0, run.Out + run.Error);
        Assert.Contains("completed already", (await DoneAsync("resume", "web-42", "--store", place)).Out, StringComparison.Ordinal);

        var copied = (await DoneAsync("store", "copy", place, Store, "--json")).Json;
        Assert.Equal((1, 0), (copied.GetProperty("builds").GetInt32(), copied.GetProperty("notCopied").GetInt32()));
        var again = (await DoneAsync("store", "copy", place, Store, "--json")).Json;
        Assert.Equal(0, again.GetProperty("events").GetInt64());
        Assert.Equal((await DoneAsync("history", "web-42", "--store", place)).Out, (await DoneAsync("history", "web-42")).Out);
        await DoneAsync("store", "copy", Store, $"dir://{Folder}/third", "web-42");
        await DoneAsync("audit", "verify", "--store", $"dir://{Folder}/third");
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("dir")]
    [InlineData("s3")]
    [InlineData("azblob")]
    [InlineData("dynamodb")]
    [InlineData("cosmos")]
    [InlineData("postgres")]
    public async Task Processes_that_write_at_once_lose_nothing(string kind)
    {
        const int processes = 4, each = 4;
        Variables["PAWL_STORE"] = kind == "sqlite" ? Store : await PlaceAsync(kind);
        await DoneAsync("store", "create");
        await InitAsync("web-42");
        await Task.WhenAll(Enumerable.Range(0, processes).Select(async process =>
        {
            for (var i = 0; i < each; i++)
                await DoneAsync("meta", "set", "web-42", $"key-{process}-{i}=x");
        }));
        var build = (await DoneAsync("status", "web-42", "--json")).Json;
        Assert.Equal((processes * each, 1 + (processes * each)), (build.GetProperty("metadata").EnumerateObject().Count(), build.GetProperty("version").GetInt32()));
        await DoneAsync("audit", "verify", "web-42");
    }

    [Theory]
    [InlineData("s3")]
    [InlineData("azblob")]
    [InlineData("dynamodb")]
    [InlineData("cosmos")]
    public async Task A_place_that_is_not_there_is_told_with_the_mend(string kind)
    {
        Variables["PAWL_STORE"] = await PlaceAsync(kind);
        (await PawlAsync("init", "web-42", "--provider", "aws", "--image-type", "x")).IsRefused(8, "store create");
        (await PawlAsync("status", "web-42")).IsRefused(8, "store create");
    }

    [Theory]
    [InlineData("ftp://host/x", "no such kind of store")]
    [InlineData("s3://", "s3://")]
    [InlineData("s3://bucket?colour=red", "colour")]
    [InlineData("cosmos://account/db/builds?endpoint=http://127.0.0.1:1", "only travel by https")]
    [InlineData("postgres://me:horse-battery@host/db", "password")]
    [InlineData("dir://relative/x", "whole path")]
    [InlineData("sqlite:///x?durability=some", "durability")]
    public async Task A_url_that_is_not_right_is_wrong_use_and_no_password_is_repeated(string url, string part)
    {
        var refused = await PawlAsync("list", "--store", url);
        refused.IsRefused(2, part);
        Assert.DoesNotContain("horse", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guide_s_check_script_reads_what_pawl_wrote()
    {
        var aws = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "aws")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(aws is null, "the guide's script calls the aws command, which isn't on the PATH: install awscli");
        await PlaceAsync("s3");
        var endpoint = (await TestServers.MotoAsync()).Endpoint.ToString();
        Variables["PAWL_STORE"] = $"s3://state-builds?endpoint={endpoint}";
        Variables["AWS_ENDPOINT_URL"] = endpoint;
        await DoneAsync("store", "create");
        var id = $"web-{Guid.NewGuid():N}";
        await InitAsync(id);
        Assert.Equal((1, "Build in progress at state 0"), await CheckAsync(id));
        await DoneAsync("succeed", id);
        await DoneAsync("fail", id, "--error", "no route");
        Assert.Equal((0, "Build failed at state 5, attempting resume"), await CheckAsync(id));
        Assert.Equal("RESUME_STATE=5\n", await File.ReadAllTextAsync(Path.Combine(Folder, "resume-metadata"), None));
        Assert.Equal((0, "No existing state found, starting new build"), await CheckAsync(id + "x"));

        async Task<(int Code, string Last)> CheckAsync(string build)
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, "check-build-state.sh"), GuideScript, None);
            var start = StartOf("/bin/bash", ["check-build-state.sh", build, "aws"]);
            start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
            start.Environment["TMPDIR"] = Folder;
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(None);
            await process.WaitForExitAsync(None);
            return (process.ExitCode, output.Trim().Split('\n')[^1]);
        }
    }

    // The storage guide's check-build-state.sh, but for the folder of its temporary file.
    private const string GuideScript = """
        #!/bin/bash
        BUILD_ID=$1
        CLOUD_PROVIDER=$2
        if aws s3 ls s3://state-builds/$CLOUD_PROVIDER/$BUILD_ID/state.json > /dev/null 2>&1; then
            echo "Found existing state for build $BUILD_ID"
            aws s3 cp s3://state-builds/$CLOUD_PROVIDER/$BUILD_ID/state.json $TMPDIR/current-state.json
            CURRENT_STATE=$(jq -r '.currentState' $TMPDIR/current-state.json)
            STATUS=$(jq -r '.status' $TMPDIR/current-state.json)
            if [ "$STATUS" = "completed" ] && [ "$CURRENT_STATE" -eq 100 ]; then
                echo "Build already completed"
                exit 0
            elif [ "$STATUS" = "failed" ]; then
                echo "Build failed at state $CURRENT_STATE, attempting resume"
                echo "RESUME_STATE=$CURRENT_STATE" > resume-metadata
            else
                echo "Build in progress at state $CURRENT_STATE"
                exit 1
            fi
        else
            echo "No existing state found, starting new build"
        fi
        """;
}
