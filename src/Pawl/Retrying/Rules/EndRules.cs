using System.Globalization;
using Pawl.Builds;
using Pawl.Running;

namespace Pawl.Retrying.Rules;

/// <summary>What the way says in which a task ended: shells' exit codes (POSIX, 2.8.2), those of sysexits.h, and signals.</summary>
internal static class EndRules
{
    private const int ShellSignalBase = 128;

    /// <summary>The classification; null when the end alone says nothing.</summary>
    public static Classification? Of(TaskEnd end) => end switch
    {
        TaskEnd.TimedOut => Transient("the task took longer than its timeout"),
        TaskEnd.Stopped => Transient("the task was stopped"),
        TaskEnd.Lapsed => Transient("the task's worker stalled"),
        TaskEnd.Signaled signaled => OfSignal(signaled.Signal),
        TaskEnd.Exited exited => OfExit(exited.Code),
        _ => null,
    };

    private static Classification? OfExit(int code) => code switch
    {
        64 => Persistent("exit 64, a command is used wrongly"),
        65 => Persistent("exit 65, input data is wrong"),
        66 => Persistent("exit 66, an input file is missing"),
        75 => Transient("exit 75, a temporary failure"),
        77 => Persistent("exit 77, permission denied"),
        78 => Persistent("exit 78, a configuration is wrong"),
        126 => Persistent("exit 126, a command can't be executed"),
        127 => Persistent("exit 127, a command is missing"),
        > ShellSignalBase => OfSignal(code - ShellSignalBase),
        _ => null,
    };

    // A program that crashed by itself (ABRT, SEGV and the like) is left to its words.
    private static Classification? OfSignal(int signal) => signal switch
    {
        1 or 2 or 9 or 15 or 24 => Transient(string.Create(CultureInfo.InvariantCulture, $"the task was killed by signal {signal}")),
        4 or 31 => Persistent(string.Create(CultureInfo.InvariantCulture, $"signal {signal}, the program is not for this machine")),
        _ => null,
    };

    private static Classification Transient(string name) => new(FailureCategory.Transient, BuiltInRule.Prefix + name);

    private static Classification Persistent(string name) => new(FailureCategory.Persistent, BuiltInRule.Prefix + name);
}
