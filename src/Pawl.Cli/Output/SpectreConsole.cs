using Spectre.Console;

namespace Pawl.Cli.Output;

/// <summary>Spectre.Console on the program's standard output, told what the terminal can instead of guessing.</summary>
internal static class SpectreConsole
{
    private const int WideEnough = 10_000;

    public static IAnsiConsole Of(Terminal terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.IsInteractive && !terminal.IsDumb ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.HasColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(terminal.Out),
        });
        if (!terminal.IsInteractive)
            console.Profile.Width = WideEnough;
        return console;
    }
}
