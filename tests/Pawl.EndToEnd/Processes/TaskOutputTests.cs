using System.Diagnostics;
using System.Globalization;
using Pawl.Running;

namespace Pawl.EndToEnd.Processes;

public sealed class TaskOutputTests : TaskFixture
{
    [Fact]
    public async Task Output_and_errors_come_in_the_order_in_which_they_were_written()
    {
        var (_, lines) = await Run(Shell("echo 1; echo 2 >&2; echo 3 >/dev/stderr; echo 4 >/dev/stdout"));
        Assert.Equal(["1", "2", "3", "4"], lines);
    }

    [Fact]
    public async Task A_last_line_without_an_end_is_delivered()
    {
        var (_, lines) = await Run(Shell("printf 'a\\nb'"));
        Assert.Equal(["a", "b"], lines);
    }

    [Fact]
    public async Task Invalid_text_is_marked_and_NULs_and_carriage_returns_are_kept_out()
    {
        var (_, lines) = await Run(Shell("printf 'a\\377b\\r\\nc\\000d\\n\\342\\202'"));
        Assert.Equal(["a\uFFFDb", "cd", "\uFFFD"], lines);
    }

    [Fact]
    public async Task Megabytes_come_whole_to_a_reader_that_is_slow()
    {
        const int count = 400_000;
        await using var task = Host.Start(Shell($"seq {count}; exit 3"));
        var next = 1;
        await foreach (var line in task.ReadLinesAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal(next.ToString(CultureInfo.InvariantCulture), line.Text);
            if (next++ % 100_000 == 0)
                await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(count + 1, next);
        Assert.Equal(new TaskEnd.Exited(3), await Within(task.Ended));
    }

    [Fact]
    public async Task A_task_whose_output_nobody_reads_waits_instead_of_filling_the_memory()
    {
        await using var task = Host.Start(Shell("echo $$ >pid; exec cat /dev/zero"));
        var pid = await ToldPid("pid");
        // Blocked in writing to its pipe.
        await Until(() => File.ReadAllText($"/proc/{pid}/wchan").Contains("pipe", StringComparison.Ordinal) || Blocked(pid), "it goes on writing");
        Assert.True(Lives(pid));
    }

    [Fact]
    public async Task A_task_that_ended_has_all_its_output_although_it_was_not_read_before()
    {
        await using var task = Host.Start(Shell("seq 2000"));
        Assert.Equal(new TaskEnd.Exited(0), await Within(task.Ended));
        Assert.Equal(2000, (await ReadAll(task)).Count);
    }

    [Fact]
    public async Task A_hundred_tasks_run_at_once()
    {
        var clock = Stopwatch.StartNew();
        var ends = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            var (end, lines) = await Run(Shell($"echo {i}; exit {i}"));
            Assert.Equal([i.ToString(CultureInfo.InvariantCulture)], lines);
            return end;
        }));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => new TaskEnd.Exited(i)), ends);
        TestContext.Current.SendDiagnosticMessage($"100 tasks in {clock.ElapsedMilliseconds} ms");
    }

    private static bool Blocked(int pid) => File.ReadAllText($"/proc/{pid}/syscall").StartsWith("1 ", StringComparison.Ordinal);
}
