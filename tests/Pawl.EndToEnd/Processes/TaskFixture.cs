using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Pawl.Running;
using Pawl.Running.Processes;

namespace Pawl.EndToEnd.Processes;

/// <summary>What tests of tasks share: a folder of their own, a host, and bounded waits for what processes do.</summary>
public abstract class TaskFixture : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private protected static readonly ImmutableDictionary<string, string> Environment =
        ImmutableDictionary<string, string>.Empty.Add("PATH", "/usr/local/bin:/usr/bin:/bin");

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("pawl-tasks-").FullName;

    private protected static GuardedTaskHost Host { get; } = new(Programs.Pawl, []);

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected TaskSpec Shell(string script) =>
        new(["/bin/sh", "-e", "-c", script], Folder, Environment, Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(10));

    private protected static async Task<(TaskEnd End, List<string> Lines)> Run(TaskSpec spec)
    {
        await using var task = Host.Start(spec);
        var lines = await ReadAll(task);
        return (await Within(task.Ended), lines);
    }

    private protected static async Task<List<string>> ReadAll(ITaskProcess task)
    {
        using var limit = new CancellationTokenSource(Patience);
        var lines = new List<string>();
        await foreach (var line in task.ReadLinesAsync(limit.Token))
            lines.Add(line.Text);
        return lines;
    }

    private protected static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits for a file with a line of text that another process writes.</summary>
    private protected async Task<string> Told(string file)
    {
        var path = Path.Combine(Folder, file);
        var text = "";
        await Until(() => File.Exists(path) && (text = File.ReadAllText(path)).EndsWith('\n'), $"nobody wrote {file}");
        return text.Trim();
    }

    private protected async Task<int> ToldPid(string file) => int.Parse(await Told(file), CultureInfo.InvariantCulture);

    private protected static Task Gone(int pid) => Until(() => !Lives(pid), $"process {pid} lives on");

    /// <summary>False for one that only waits to be reaped.</summary>
    private protected static bool Lives(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>What /proc has no notice for is looked at again and again.</summary>
    private protected static async Task Until(Func<bool> condition, string otherwise)
    {
        for (var waited = Stopwatch.StartNew(); !condition();)
        {
            if (waited.Elapsed > Patience)
                Assert.Fail(otherwise);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
