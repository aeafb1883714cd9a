using System.Diagnostics;
using System.Globalization;
using Pawl.Bench;
using Pawl.Bench.Steps;

// scratch: KIND THREADS BUILDS
using var workspace = new Workspace();
var threads = int.Parse(args[1], CultureInfo.InvariantCulture);
var builds = int.Parse(args[2], CultureInfo.InvariantCulture);
IBuildMaker maker = args[0] == "pawl" ? new PawlBuilds(workspace.Folder) : new BareBuilds(workspace.Folder);
for (var pass = 0; pass < 2; pass++)
{
    var cpu = Process.GetCurrentProcess().TotalProcessorTime;
    var began = Stopwatch.GetTimestamp();
    var p = pass;
    var all = await Task.WhenAll(Enumerable.Range(0, threads).Select(t => Task.Factory.StartNew(async () =>
    {
        var samples = new Samples();
        for (var b = 0; b < builds; b++)
            await maker.MakeAsync($"build-{p}{t:00}-{b:000000}", samples).ConfigureAwait(false);
        return samples;
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap())).ConfigureAwait(false);
    var total = new Samples();
    Array.ForEach(all, total.AddAll);
    var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
    var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
    Console.WriteLine($"{args[0]} {threads} {total.Count / seconds:0}/s p50 {total.Median:0.000} p99 {total.P99:0.000} cpu/step {used.TotalMilliseconds * 1000 / total.Count:0} us");
}
await maker.DisposeAsync().ConfigureAwait(false);
