using Spectre.Console;

namespace Pawl.Cli.Output;

/// <summary>Spectre.Console on the program's standard output, told what the terminal can instead of guessing.</summary>
internal static class SpectreConsole
{
    public static IAnsiConsole Of(Terminal terminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = terminal.IsInteractive && !terminal.IsDumb ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = terminal.HasColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new SpectreOutput(terminal),
    });
}
