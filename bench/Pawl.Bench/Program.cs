using Pawl.Bench;
using Pawl.Bench.Commands;
using Pawl.Bench.Fleet;
using Pawl.Bench.Histories;
using Pawl.Bench.Redaction;
using Pawl.Bench.Sealing;
using Pawl.Bench.Steps;
using Pawl.Bench.Stores;
using Pawl.Bench.Waiting;

if (!Request.TryParse(args, out var request))
{
    Console.Error.WriteLine("Usage: Pawl.Bench ROOT [--quick] [commands] [steps] [fleet] [history] [stores] [waiting] [redactor] [sealing]; ROOT is the repository, bench/run.sh sets it up");
    return 2;
}

var goals = new Goals();
Machine.Write();
if (request.Wants("commands"))
    CommandBenchmark.Run(request.Settings, request.Places, goals);
if (request.Wants("steps"))
    await StepBenchmark.RunAsync(request.Settings, request.Places, goals).ConfigureAwait(false);
if (request.Wants("fleet"))
    await FleetBenchmark.RunAsync(request.Settings, request.Places, goals).ConfigureAwait(false);
if (request.Wants("history"))
    await HistoryBenchmark.RunAsync(request.Settings, request.Places, goals).ConfigureAwait(false);
if (request.Wants("stores"))
    await StoreBenchmark.RunAsync(request.Settings, request.Places, goals).ConfigureAwait(false);
if (request.Wants("waiting"))
    await WaitBenchmark.RunAsync(request.Settings, request.Places, goals).ConfigureAwait(false);
if (request.Wants("redactor"))
    RedactionBenchmark.Run(request.Settings, goals);
if (request.Wants("sealing"))
    await SealingBenchmark.RunAsync(request.Settings, goals).ConfigureAwait(false);
goals.Write();
return 0;
