using System.Diagnostics;
using Pawl.EndToEnd.Crashes;
using Pawl.EndToEnd.Verbs;

namespace Pawl.EndToEnd.Ci;

/// <summary>The examples for CI servers, their steps run as the servers would run them: with their environment, each in a shell of its own.</summary>
public sealed class CiExampleTests : CommandFixture
{
    private const string Build = "web-" + CiFile.Commit;

    private readonly string _checkout;
    private readonly string _images;

    public CiExampleTests()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/packer"), "Packer is not installed: run scripts/setup.sh --tests");
        (_checkout, _images) = (Path.Combine(Folder, "checkout"), Path.Combine(Folder, "images"));
        Copy(Path.Combine(Repository(), "examples", "ci"), Path.Combine(_checkout, "examples", "ci"));
        Variables[MarkedProcesses.Variable] = Folder;
    }

    public static TheoryData<string> Files => ["Jenkinsfile", "gitlab-ci.yml", "github-actions.yml"];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_steps_take_an_image_through_its_states_and_a_second_run_does_nothing(string file)
    {
        Assert.Equal(0, await RunAsync(file));

        Assert.Equal("a base image\nconfigured\n", await File.ReadAllTextAsync(Path.Combine(_images, Build, "published.raw"), TestContext.Current.CancellationToken));
        var history = await HistoryAsync();
        Assert.Equal(["5 started", "5 completed", "15 started", "15 completed", "70 started", "70 completed", "100 started", "100 completed"], history);
        Assert.Equal(0, await RunAsync(file));
        Assert.Equal(history, await HistoryAsync());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task After_a_failure_the_job_run_again_goes_on_at_the_state_that_failed(string file)
    {
        Script("configure.sh", "echo \"no login with $REPO_PASSWORD\"; echo E: Could not resolve host; exit 3");
        Assert.NotEqual(0, await RunAsync(file));
        Assert.Equal(5, (await PawlAsync("check", Build)).Code);
        var failure = (await DoneAsync("status", Build, "--json")).Json.GetProperty("lastFailure");
        Assert.Equal(("no login with [redacted]\nE: Could not resolve host", "transient"), (failure.GetProperty("errorMessage").GetString(), failure.GetProperty("category").GetString()));

        Restore("configure.sh");
        Assert.Equal(0, await RunAsync(file));

        Assert.Equal(["5 started", "5 completed", "15 started", "15 failed", "15 started", "15 completed"], (await HistoryAsync()).Take(6));
        Assert.Equal(0, (await PawlAsync("check", Build)).Code);
        foreach (var stored in Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(CiFile.Password, await File.ReadAllTextAsync(stored, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_job_that_was_killed_in_the_middle_goes_on_when_it_is_run_again(string file)
    {
        Script("configure.sh", "touch \"$IMAGE_FOLDER/begun\"; while :; do sleep 0.02; done");
        var killed = RunAsync(file);
        for (var waited = Stopwatch.StartNew(); !File.Exists(Path.Combine(_images, Build, "begun")); await Task.Delay(5, TestContext.Current.CancellationToken))
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), "the job doesn't come to state 15");
        for (var left = new MarkedProcesses(Folder).Find(); left.Count > 0; left = new MarkedProcesses(Folder).Find())
        {
            foreach (var process in left)
                PawlProcess.Send(process.Pid, PawlProcess.Kill);
        }

        Assert.NotEqual(0, await killed);
        Assert.Equal(6, (await PawlAsync("check", Build)).Code);

        Restore("configure.sh");
        Assert.Equal(0, await RunAsync(file));

        Assert.Equal(["5 started", "5 completed", "15 started", "15 failed", "15 started", "15 completed"], (await HistoryAsync()).Take(6));
        Assert.Contains("was killed", (await DoneAsync("history", Build)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task While_somebody_else_has_the_build_the_job_does_nothing(string file)
    {
        Variables["PAWL_WORKER"] = "somebody";
        await InitAsync(Build);
        await DoneAsync("start", Build);
        Variables.Remove("PAWL_WORKER");

        Assert.Equal(6, await RunAsync(file));

        Assert.Equal(["0 started"], await HistoryAsync());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_store_that_cannot_be_used_ends_the_job_at_once(string file)
    {
        await File.WriteAllTextAsync(Store, "no folder", TestContext.Current.CancellationToken);

        Assert.Equal(8, await RunAsync(file));

        Assert.False(Directory.Exists(_images));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_secret_stands_in_an_example_and_each_names_its_own(string file)
    {
        var text = File.ReadAllText(Path.Combine(_checkout, "examples", "ci", file));
        var job = CiFile.Read(_checkout, file, _images, Store);

        Assert.DoesNotContain("REPO_PASSWORD=", text, StringComparison.Ordinal);
        Assert.All(job.Steps, step => Assert.DoesNotContain("REPO_PASSWORD", step, StringComparison.Ordinal));
        Assert.Equal(CiFile.Password, job.Environment["REPO_PASSWORD"]);
    }

    // As a server does: one step after the other, in a fresh shell, until one fails.
    private async Task<int> RunAsync(string file)
    {
        var job = CiFile.Read(_checkout, file, _images, Store);
        foreach (var step in job.Steps)
        {
            var start = StartOf(job.Shell[0], [.. job.Shell.Skip(1), step]);
            start.WorkingDirectory = _checkout;
            foreach (var (name, value) in job.Environment)
                start.Environment[name] = value;
            start.Environment["CHECKPOINT_DISABLE"] = "1";
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', await output));
            if (process.ExitCode != 0)
                return process.ExitCode;
        }

        return 0;
    }

    private async Task<List<string>> HistoryAsync() =>
        [.. (await DoneAsync("history", Build, "--json")).Json.EnumerateArray().Select(row => $"{row.GetProperty("state")} {row.GetProperty("status")}")];

    // In place of the example's own, as it is on a bad day.
    private void Script(string name, string script) => File.WriteAllText(ScriptPath(name), "#!/bin/sh\n" + script + "\n");

    private void Restore(string name) => File.Copy(Path.Combine(Repository(), "examples", "ci", "image", name), ScriptPath(name), overwrite: true);

    private string ScriptPath(string name) => Path.Combine(_checkout, "examples", "ci", "image", name);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pawl.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
