using Pawl.Running.Processes;

return GuardProgram.TryRun(args, out var exitCode) ? exitCode : 0;
