using Pawl.Alerts;
using Pawl.Cli.Output;
using Pawl.Yaml;

namespace Pawl.Cli.Alerts;

/// <summary>The file of alerts, from what the user says.</summary>
internal static class AlertPlace
{
    /// <summary>The variable that names the file.</summary>
    public const string Variable = "PAWL_ALERTS";

    /// <summary>The file named by <c>--alerts</c>, else by <c>PAWL_ALERTS</c>, by its whole path; null without one.</summary>
    public static string? Of(string? option)
    {
        var named = option is { Length: > 0 } ? option : Environment.GetEnvironmentVariable(Variable);
        return named is { Length: > 0 } ? Path.GetFullPath(named) : null;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="UsageException">It has faults; all of them are shown first.</exception>
    public static AlertSettings Load(string path, Terminal terminal)
    {
        switch (AlertFile.Load(path))
        {
            case AlertReading.Valid valid:
                return valid.Settings;
            case AlertReading.Faulty { Faults: [var only] }:
                throw new UsageException(only.ToString());
            case AlertReading.Faulty faulty:
                foreach (var fault in faulty.Faults)
                    terminal.Note(fault.ToString());
                throw new UsageException($"{path} has {faulty.Faults.Length} faults; nothing was done");
            default:
                throw new InvalidOperationException("a reading is valid or faulty");
        }
    }
}
