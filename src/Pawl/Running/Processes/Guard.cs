using System.ComponentModel;
using System.Globalization;

namespace Pawl.Running.Processes;

/// <summary>The process beside each task: parent of all that the task starts, it ends the whole tree when the task ends, when it is
/// told to, and when its runner dies or stalls.</summary>
/// <remarks>Standard input is the control socket, standard output the task's output, standard error the pipe for reports. Everything
/// happens on the main thread, because Linux sends a parent-death signal when the thread that started the child ends, not the process.</remarks>
internal static class Guard
{
    internal const int ControlDescriptor = 0, OutputDescriptor = 1, ReportDescriptor = 2;

    private const int WrongUse = 2;

    /// <summary>Watches one task from its start to its end; returns the exit code of the guard, which says nothing about the task.</summary>
    /// <param name="mark">What marks the task, see <see cref="TaskSpec.Mark"/>.</param>
    internal static int Run(string mark)
    {
        _ = Libc.ProcessControl(Libc.SetChildSubreaper, 1, 0, 0, 0);
        DecideSignals();
        if (!TaskFrame.TryRead(ControlDescriptor, out var frame))
        {
            GuardReport.Write(ReportDescriptor, GuardReport.NoTask, 0);
            return WrongUse;
        }

        // Its runner was suspended before it sent this: another one may be working on the build by now.
        if (frame.HasLapsed)
        {
            GuardReport.Write(ReportDescriptor, GuardReport.Lapsed, 0);
            return 0;
        }

        var error = TryStart(frame, out var child);
        if (error != 0)
        {
            GuardReport.Write(ReportDescriptor, GuardReport.NoProcess, error);
            return 0;
        }

        var watch = new GuardWatch(child, frame);
        var (word, number) = watch.Watch();
        GuardReport.Write(ReportDescriptor, word, number);
        // What the task wrote for its runner alone stays with nobody.
        if (watch.RunnerIsGone())
            AttemptFiles.RemoveOutputOf(mark);
        return 0;
    }

    // The guard outlives what a terminal or a service manager sends to all processes at once: its runner gets that too, and decides.
    private static void DecideSignals()
    {
        _ = Libc.Signal(Libc.SigChld, Libc.DefaultAction);
        foreach (var signal in (ReadOnlySpan<int>)[Libc.SigHup, Libc.SigInt, Libc.SigQuit, Libc.SigPipe, Libc.SigTerm])
            _ = Libc.Signal(signal, Libc.IgnoreAction);
    }

    private static int TryStart(TaskFrame frame, out int child)
    {
        var arguments = frame.ReadExecutorArguments();
        arguments.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        try
        {
            using var task = DescriptorPair.Pipe();
            var input = (int)task.Near.DangerousGetHandle();
            // In this order: the number of each is free to be overwritten by then.
            var setup = new SpawnSetup(
                [(ReportDescriptor, TaskExecutor.ReportDescriptor), (OutputDescriptor, OutputDescriptor), (OutputDescriptor, ReportDescriptor), (input, 0)],
                SpawnSession.Same);
            var error = Spawn.TryStart("/proc/self/exe", arguments, setup, out child);
            task.Near.Dispose();
            if (error == 0)
                NativeBytes.Write((int)task.Far.DangerousGetHandle(), frame.Bytes);
            return error;
        }
        catch (Win32Exception failed)
        {
            child = 0;
            return failed.NativeErrorCode;
        }
    }
}
