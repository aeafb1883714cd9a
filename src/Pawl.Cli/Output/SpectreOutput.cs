using System.Runtime.InteropServices;
using System.Text;
using Spectre.Console;

namespace Pawl.Cli.Output;

/// <summary>Standard output for Spectre.Console: as wide as the terminal, or as anything needs when there is none.</summary>
internal sealed partial class SpectreOutput(Terminal terminal) : IAnsiConsoleOutput
{
    private const int StandardOutput = 1, GetWindowSize = 0x5413, WideEnough = 10_000, UsualWidth = 80, UsualHeight = 24;

    public TextWriter Writer => terminal.Out;

    public bool IsTerminal => terminal.IsInteractive;

    /// <summary>Columns; as many as anything needs when no terminal cuts lines.</summary>
    public int Width => !IsTerminal ? WideEnough : Size().Columns is > 0 and var columns ? columns : UsualWidth;

    public int Height => Size().Rows is > 0 and var rows ? rows : UsualHeight;

    public void SetEncoding(Encoding encoding)
    {
        // The writer is UTF-8, always.
    }

    private static WindowSize Size() => Control(StandardOutput, GetWindowSize, out var size) == 0 ? size : default;

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, out WindowSize size);

    // struct winsize, ioctl_tty(2)
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct WindowSize(ushort Rows, ushort Columns, ushort Unused1, ushort Unused2);
}
