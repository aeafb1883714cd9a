using System.Globalization;

namespace Pawl.Running.Processes;

/// <summary>The two hidden verbs with which pawl starts itself beside a task: they watch it, and turn into it.</summary>
public static class GuardProgram
{
    internal const string GuardVerb = "__guard", ExecutorVerb = "__exec";

    /// <summary>Runs a hidden verb. Call it first of all in the program, on its main thread: Linux ties a task's life to that thread.</summary>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="exitCode">What the program has to exit with when this returns true.</param>
    /// <returns>False when the arguments are no hidden verb, and nothing was done.</returns>
    public static bool TryRun(string[] arguments, out int exitCode)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        exitCode = 0;
        if (arguments is [GuardVerb, var mark])
            exitCode = Guard.Run(mark);
        else if (arguments is [ExecutorVerb, var guard] && int.TryParse(guard, NumberStyles.None, CultureInfo.InvariantCulture, out var parent))
            exitCode = TaskExecutor.Run(parent);
        else
            return false;
        return true;
    }
}
