using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pawl.Running.Processes;

/// <summary>What a guard tells its runner about the end of a task: one line of a word and a number. The first line counts.</summary>
internal static class GuardReport
{
    internal const string Exited = "exited", Signaled = "signaled", TimedOut = "timed-out", Stopped = "stopped", Lapsed = "lapsed";
    internal const string NoDirectory = "no-directory", NoProgram = "no-program", NoProcess = "no-process", NoTask = "no-task";

    private const string Prefix = "pawl-task ";

    /// <summary>Writes a line to the guard's descriptor for reports.</summary>
    internal static void Write(int descriptor, string word, int number) =>
        NativeBytes.Write(descriptor, Encoding.ASCII.GetBytes(string.Concat(Prefix, word, " ", number.ToString(CultureInfo.InvariantCulture)) + "\n"));

    /// <summary>Reads how a task ended; null when the guard didn't live to tell it.</summary>
    internal static TaskEnd? Read(string text, TaskSpec spec)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(Prefix, StringComparison.Ordinal)
                && line[Prefix.Length..].Split(' ') is [var word, var digits]
                && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return Read(word, number, spec);
        }

        return null;
    }

    private static TaskEnd? Read(string word, int number, TaskSpec spec) => word switch
    {
        Exited => new TaskEnd.Exited(number),
        Signaled => new TaskEnd.Signaled(number),
        TimedOut => new TaskEnd.TimedOut(spec.Timeout),
        Stopped => new TaskEnd.Stopped(),
        Lapsed => new TaskEnd.Lapsed(),
        NoDirectory => new TaskEnd.NotStarted($"the working directory {spec.WorkingDirectory} can't be entered: {Reason(number)}"),
        NoProgram => new TaskEnd.NotStarted($"the program {spec.Command[0]} can't be executed: {Reason(number)}"),
        NoProcess => new TaskEnd.NotStarted($"no process could be started for the task: {Reason(number)}"),
        NoTask => new TaskEnd.NotStarted("the guard of the task is another version of pawl than the runner: it was replaced meanwhile; run the build again"),
        _ => null,
    };

    private static string Reason(int error) => Marshal.GetPInvokeErrorMessage(error);
}
