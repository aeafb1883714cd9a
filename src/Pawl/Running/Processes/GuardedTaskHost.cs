using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Pawl.Running.Processes;

/// <summary>Runs tasks on Linux, each beside a guard process: when the runner stops, stalls or dies in whatever way, the guard ends
/// the task and everything that it started; when the guard is killed, the task is killed by the kernel.</summary>
/// <remarks>Out of reach is only what runs as another user (a task's <c>sudo</c>, for a runner that isn't root), and what began a
/// session of its own, with an environment of its own, in a task whose guard was killed with SIGKILL.</remarks>
public sealed class GuardedTaskHost : ITaskHost
{
    private readonly string _executable;
    private readonly ImmutableArray<string> _prefix;

    /// <summary>Makes a host; starts nothing.</summary>
    /// <param name="pawlExecutable">The path of a program that calls <see cref="GuardProgram.TryRun"/> first of all: pawl itself.</param>
    /// <param name="prefixArguments">Arguments that it needs before the hidden verb; none for pawl itself.</param>
    public GuardedTaskHost(string pawlExecutable, IReadOnlyList<string> prefixArguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(pawlExecutable);
        ArgumentNullException.ThrowIfNull(prefixArguments);
        _executable = pawlExecutable;
        _prefix = [.. prefixArguments];
    }

    /// <inheritdoc/>
    public ITaskProcess Start(TaskSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (!OperatingSystem.IsLinux())
            return new UnstartedTask("tasks run on Linux only; use the verbs start, succeed and fail from a pipeline that runs elsewhere");
        if (Fault(spec) is { } fault)
            return new UnstartedTask(fault);
        if (!ProgramPath.TryFind(spec.Command[0], spec.Environment.GetValueOrDefault("PATH"), out var program))
            return new UnstartedTask($"the program {spec.Command[0]} is in no folder of the task's PATH; install it, or give its whole path");
        try
        {
            return Start(spec, program);
        }
        catch (Win32Exception failed)
        {
            return new UnstartedTask($"no pipe could be made for the task: {failed.Message}");
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> EndRemainsAsync(string markStart, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(markStart);
        return OperatingSystem.IsLinux() ? TaskRemains.EndAsync(markStart, cancellationToken) : Task.FromResult<IReadOnlyList<int>>([]);
    }

    private static string? Fault(TaskSpec spec)
    {
        if (spec.Command.IsDefaultOrEmpty)
            return "the task has no command";
        if (spec.Command.Any(HasNul) || HasNul(spec.WorkingDirectory) || HasNul(spec.Mark))
            return "the task's command or working directory holds a NUL character, which no program can get";
        foreach (var (name, value) in spec.Environment)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || HasNul(name))
                return $"an environment variable of the task can't be named {System.Text.Json.JsonEncodedText.Encode(name)}";
            if (HasNul(value))
                return $"the task's environment variable {name} holds a NUL character, which no program can get";
        }

        return null;
    }

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private ITaskProcess Start(TaskSpec spec, string program)
    {
        using var control = DescriptorPair.Sockets();
        using var output = DescriptorPair.Pipe();
        using var report = DescriptorPair.Pipe();
        var setup = new SpawnSetup(
            [
                ((int)control.Far.DangerousGetHandle(), Guard.ControlDescriptor),
                ((int)output.Far.DangerousGetHandle(), Guard.OutputDescriptor),
                ((int)report.Far.DangerousGetHandle(), Guard.ReportDescriptor),
            ],
            SpawnSession.New);
        var error = Spawn.TryStart(_executable, [_executable, .. _prefix, GuardProgram.GuardVerb, spec.Mark], setup, out var guard);
        if (error != 0)
            return new UnstartedTask($"the guard process {_executable} can't be started: {Marshal.GetPInvokeErrorMessage(error)}");

        control.Far.Dispose();
        // Should the guard be gone already, the report says so.
        NativeBytes.Send(control.Near, TaskFrame.Write(spec, program, [_executable, .. _prefix, GuardProgram.ExecutorVerb]).Bytes, 0);
        return new GuardedTask(spec, guard, control.TakeNear(), report.TakeNear(), output.TakeNear());
    }
}
