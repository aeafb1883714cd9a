using Pawl.Cli;
using Pawl.Cli.Concourse;
using Pawl.Cli.Output;
using Pawl.Running.Processes;

StandardStream.OpenClosed();
return GuardProgram.TryRun(args, out var exitCode) ? exitCode : await Edge.RunAsync(CalledAs.Arguments(args)).ConfigureAwait(false);
