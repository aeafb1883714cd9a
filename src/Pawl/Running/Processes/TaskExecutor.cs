using System.Runtime.InteropServices;

namespace Pawl.Running.Processes;

/// <summary>The process that turns into the task: it makes sure that the task dies with its guard, then executes it.</summary>
internal static unsafe class TaskExecutor
{
    /// <summary>Where the guard puts the descriptor for reports in this process.</summary>
    internal const int ReportDescriptor = 3;

    private const int NotExecuted = 127;
    private const int LastClassicSignal = 31;
    private const int SetMask = 2;

    /// <summary>Comes back only when the task can't be executed, after telling the runner why.</summary>
    /// <param name="guard">The process id of the guard.</param>
    internal static int Run(int guard)
    {
        _ = Libc.ProcessControl(Libc.SetParentDeathSignal, Libc.SigKill, 0, 0, 0);
        // A guard that died before that call sends no signal any more.
        if (Libc.ParentId() != guard || !TaskFrame.TryRead(0, out var frame))
            return NotExecuted;

        if (frame.HasLapsed)
        {
            GuardReport.Write(ReportDescriptor, GuardReport.Lapsed, 0);
            return NotExecuted;
        }

        Libc.CloseOnExecFrom(ReportDescriptor);
        _ = Libc.Duplicate(Libc.Open("/dev/null", Libc.ReadOnly | Libc.CloseOnExec), 0);
        ResetSignals();
        OpenFileLimit.Set(frame.OpenFiles);
        fixed (byte* bytes = frame.Bytes)
            Execute(frame, bytes);
        return NotExecuted;
    }

    private static void Execute(TaskFrame frame, byte* bytes)
    {
        // Never freed: the process becomes another program.
        var arguments = Pointers(Math.Max(frame.ExecutorArgumentCount, frame.ArgumentCount));
        var environment = Pointers(frame.EnvironmentCount);
        var next = NativeStrings.Point(bytes + TaskFrame.StringsAt, frame.ExecutorArgumentCount, arguments);
        next = NativeStrings.Point(next, frame.ArgumentCount, arguments);
        var directory = NativeStrings.Point(next, frame.EnvironmentCount, environment);
        var program = NativeStrings.After(directory);

        if (Libc.ChangeDirectory(directory) != 0)
            GuardReport.Write(ReportDescriptor, GuardReport.NoDirectory, Marshal.GetLastPInvokeError());
        else if (Libc.Execute(program, arguments, environment) != 0)
            GuardReport.Write(ReportDescriptor, GuardReport.NoProgram, Marshal.GetLastPInvokeError());
    }

    private static byte** Pointers(int count) => (byte**)NativeMemory.Alloc((nuint)count + 1, (nuint)sizeof(byte*));

    // Ignored signals stay ignored in the program that is executed, and this runtime ignores some.
    private static void ResetSignals()
    {
        for (var signal = 1; signal <= LastClassicSignal; signal++)
            _ = Libc.Signal(signal, Libc.DefaultAction);
        var none = stackalloc byte[512];
        _ = Libc.EmptySignals(none);
        _ = Libc.SignalMask(SetMask, none, null);
    }
}
