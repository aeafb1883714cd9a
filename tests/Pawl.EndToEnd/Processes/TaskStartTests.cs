using Pawl.Running;
using Pawl.Running.Processes;

namespace Pawl.EndToEnd.Processes;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class TaskStartTests : TaskFixture
{
    private const string Secret = "correct-horse-battery-staple";

    [Fact]
    public async Task A_program_that_does_not_exist_is_told_with_its_name()
    {
        Assert.Contains("/no/such/program can't be executed: No such file", await Refused(["/no/such/program"]), StringComparison.Ordinal);
        Assert.Contains("no-such-program is in no folder of the task's PATH", await Refused(["no-such-program"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_no_program_is_told()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "text"), "echo", TestContext.Current.CancellationToken);
        Assert.Contains("Permission denied", await Refused(["./text"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_working_directory_that_is_none_is_told()
    {
        var file = Path.Combine(Folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var (end, _) = await Run(Shell("true") with { WorkingDirectory = file });
        Assert.Contains($"{file} can't be entered: Not a directory", Assert.IsType<TaskEnd.NotStarted>(end).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guard_that_can_not_be_started_is_told()
    {
        await using var task = new GuardedTaskHost("/no/pawl", []).Start(Shell("true"));
        Assert.Contains("/no/pawl can't be started: No such file", Assert.IsType<TaskEnd.NotStarted>(await task.Ended).Message, StringComparison.Ordinal);
        await using var other = new GuardedTaskHost("/bin/false", []).Start(Shell("true"));
        Assert.Contains("failed with exit code 1", Assert.IsType<TaskEnd.NotStarted>(await Within(other.Ended)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_found_in_the_PATH_of_the_task()
    {
        var program = Path.Combine(Folder, "mine");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho found $0\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (_, lines) = await Run(Shell("") with { Command = ["mine"], Environment = Environment.SetItem("PATH", $"relative:/bin:{Folder}") });
        Assert.Equal([$"found {program}"], lines);
    }

    [Fact]
    public async Task A_task_has_exactly_the_environment_it_is_given()
    {
        var environment = new Dictionary<string, string> { ["A"] = "1", ["EMPTY"] = "", ["LINES"] = "a\nb", ["UML"] = "ä=ü", ["DOTNET_gcServer"] = "x" };
        var (_, lines) = await Run(Shell("") with { Command = ["/bin/cat", "/proc/self/environ"], Environment = environment });
        // The output loses the NULs between the variables.
        Assert.Equal(string.Concat(environment.Select(pair => $"{pair.Key}={pair.Value}")), string.Join('\n', lines));
    }

    [Fact]
    public async Task The_environment_of_a_task_is_in_no_arguments_and_not_in_the_guards_environment()
    {
        var spec = Shell("echo $PPID $$; read -r end <fifo");
        using var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(Folder, "fifo"));
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        await using var task = Host.Start(spec with { Environment = Environment.Add("PASSWORD", Secret) });
        var pids = "";
        await foreach (var line in task.ReadLinesAsync(TestContext.Current.CancellationToken))
        {
            pids = line.Text;
            break;
        }

        var guard = pids.Split(' ')[0];
        foreach (var pid in pids.Split(' '))
            Assert.DoesNotContain(Secret, await File.ReadAllTextAsync($"/proc/{pid}/cmdline", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, await File.ReadAllTextAsync($"/proc/{guard}/environ", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        task.Stop();
        await Within(task.Ended);
    }

    [Fact]
    public async Task A_task_has_three_descriptors_and_nothing_to_read()
    {
        // Without close-on-exec, as one that a shell left open for pawl.
        using var kept = File.OpenHandle("/dev/null");
        using var inherited = new Inherited(kept);
        var (_, lines) = await Run(Shell("ls -1 /proc/$$/fd; readlink /proc/$$/fd/0"));
        Assert.Equal(["0", "1", "2", "/dev/null"], lines);
    }

    [Fact]
    public async Task A_task_starts_with_no_signal_ignored_or_blocked()
    {
        var (_, lines) = await Run(Shell("") with { Command = ["/bin/grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"] });
        Assert.Equal(2, lines.Count);
        // The classic signals, 1 to 31; the C library keeps the next two for itself.
        Assert.All(lines, line => Assert.Equal(0u, Convert.ToUInt32(line[^8..], 16) & 0x7fff_ffff));
    }

    [Fact]
    public async Task A_task_may_open_as_many_files_as_its_runner_was_allowed_to()
    {
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", $"ulimit -Sn 321; '{Programs.TaskRunner}' '{Programs.Pawl}' 0 'ulimit -Sn'; exit" },
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("321", await shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_task_has_a_session_without_the_terminal_of_its_runner()
    {
        var (_, lines) = await Run(Shell("cut -d' ' -f6 /proc/$$/stat; cut -d' ' -f6 /proc/$PPID/stat; echo $PPID"));
        Assert.Equal(3, lines.Count);
        Assert.Single(lines.Distinct());
    }

    [Fact]
    public async Task A_task_that_no_program_can_get_is_refused()
    {
        Assert.Contains("NUL", await Refused(["/bin/echo", "a\0b"]), StringComparison.Ordinal);
        Assert.Contains("no command", await Refused([]), StringComparison.Ordinal);
        var (end, _) = await Run(Shell("true") with { Environment = new Dictionary<string, string> { ["A=B"] = "" } });
        Assert.Contains("can't be named A=B", Assert.IsType<TaskEnd.NotStarted>(end).Message, StringComparison.Ordinal);
        (end, _) = await Run(Shell("true") with { Environment = new Dictionary<string, string> { ["A"] = new('x', 200_000) } });
        Assert.Contains("Argument list too long", Assert.IsType<TaskEnd.NotStarted>(end).Message, StringComparison.Ordinal);
    }

    private async Task<string> Refused(string[] command)
    {
        var (end, lines) = await Run(Shell("") with { Command = [.. command] });
        Assert.Empty(lines);
        return Assert.IsType<TaskEnd.NotStarted>(end).Message;
    }
}
