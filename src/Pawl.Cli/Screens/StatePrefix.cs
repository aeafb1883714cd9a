using Pawl.Builds;
using Pawl.Cli.Output;

namespace Pawl.Cli.Screens;

/// <summary>What stands before each line of a state's output.</summary>
internal static class StatePrefix
{
    private const int MaxName = 30;

    /// <summary><c>[ 35 Runtime prerequisites]</c>.</summary>
    public static string Of(PlannedState state)
    {
        var name = Visible.Line(state.Name);
        return $"[{state.Code.Value,3} {(name.Length > MaxName ? name[..(MaxName - 3)] + "..." : name)}]";
    }
}
