using System.Globalization;
using Pawl.Running;
using Pawl.Running.Processes;

// PAWL KEEP_ALIVE_MILLISECONDS SCRIPT: runs the script by the pawl program, and keeps it alive four times as often as it has to.
// Zero milliseconds: it is never told to keep it alive.
var keepAlive = TimeSpan.FromMilliseconds(int.Parse(args[1], CultureInfo.InvariantCulture));
var spec = new TaskSpec(["/bin/sh", "-c", args[2]], "/", new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(10))
{
    AliveUntil = keepAlive > TimeSpan.Zero ? TaskDeadline.In(keepAlive) : TaskDeadline.None,
};
await using var task = new GuardedTaskHost(args[0], []).Start(spec);
using var beat = keepAlive > TimeSpan.Zero ? new Timer(_ => task.KeepAlive(TaskDeadline.In(keepAlive)), null, keepAlive / 4, keepAlive / 4) : null;
await foreach (var line in task.ReadLinesAsync(CancellationToken.None))
    Console.WriteLine(line.Text);
Console.WriteLine(await task.Ended);
