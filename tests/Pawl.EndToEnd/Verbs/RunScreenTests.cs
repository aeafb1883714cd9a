using System.Text.Json;

namespace Pawl.EndToEnd.Verbs;

/// <summary>What a run shows, and to whom.</summary>
public sealed class RunScreenTests : CommandFixture
{
    private const string Pipeline = """
        name: shown
        provider: private
        image_type: tiny
        states:
          - {code: 5, name: First, run: "printf 'hello\\033[2J\\033[31mred\\n'"}
          - {code: 100, name: Last, run: "echo done; echo key=value >> $PAWL_OUTPUT"}
        """;

    [Fact]
    public async Task A_piped_run_is_plain_lines_with_time_and_state()
    {
        await WriteAsync();

        var answer = await DoneAsync("run", "pipeline.yaml", "--build-id", "b1");

        Assert.Matches(@"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ \[  5 First\] hellored$", answer.Out);
        Assert.DoesNotContain('\u001b', answer.Out);
        Assert.Contains("build b1 is completed", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_for_programs_is_one_JSON_object_a_line()
    {
        await WriteAsync();

        var answer = await DoneAsync("run", "pipeline.yaml", "--build-id", "b1", "--json");

        var events = answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(
            ["build_entered", "attempt_started", "output", "state_completed", "attempt_started", "output", "state_completed", "build_left"],
            events.Select(e => e.GetProperty("event").GetString()));
        Assert.Equal("completed", events[^1].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_run_in_a_terminal_has_a_block_with_the_progress_and_only_colours_of_the_task()
    {
        await WriteAsync();
        Variables["TERM"] = "xterm-256color";

        var shown = await InTerminalAsync("pawl run pipeline.yaml --build-id b1");

        Assert.Contains("2/2 states", shown, StringComparison.Ordinal);
        Assert.Contains("hello\u001b[31mred\u001b[0m", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", shown, StringComparison.Ordinal);
        Assert.Contains("build b1 is completed", shown, StringComparison.Ordinal);
        Assert.Contains("\u001b[?25h", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NO_COLOR_in_a_terminal_means_no_colours_at_all()
    {
        await WriteAsync();
        (Variables["TERM"], Variables["NO_COLOR"]) = ("xterm-256color", "1");

        var shown = await InTerminalAsync("pawl run pipeline.yaml --build-id b1; pawl status b1; pawl list");

        Assert.DoesNotMatch("\u001b\\[[0-9;]*m", shown.Replace("\u001b[0m", "", StringComparison.Ordinal).Replace("\u001b[m", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dumb_terminal_gets_plain_lines()
    {
        await WriteAsync();
        Variables["TERM"] = "dumb";

        var shown = await InTerminalAsync("pawl run pipeline.yaml --build-id b1");

        Assert.DoesNotContain('\u001b', shown);
        Assert.Contains("build b1 is completed", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_pipeline_is_2_and_nothing_runs()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "pipeline.yaml"), "name: x\nstatez: []\n", TestContext.Current.CancellationToken);

        var answer = await PawlAsync("run", "pipeline.yaml");

        Assert.Equal((2, ""), (answer.Code, answer.Out));
        Assert.Contains("pipeline.yaml:2:1:", answer.Error, StringComparison.Ordinal);
        Assert.Equal("", (await PawlAsync("list")).Out);
    }

    private Task WriteAsync() => File.WriteAllTextAsync(Path.Combine(Folder, "pipeline.yaml"), Pipeline, TestContext.Current.CancellationToken);

    /// <summary>Runs a shell command in a terminal of its own: script(1) has one.</summary>
    private async Task<string> InTerminalAsync(string command)
    {
        var start = StartOf("/usr/bin/script", ["-q", "-e", "-c", command, "/dev/null"]);
        using var process = System.Diagnostics.Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var shown = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(0, process.ExitCode);
            return shown.Replace("\r", "", StringComparison.Ordinal);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
