using Pawl.Cli;
using Pawl.Running.Processes;

return GuardProgram.TryRun(args, out var exitCode) ? exitCode : await Edge.RunAsync(args).ConfigureAwait(false);
