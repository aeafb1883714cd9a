using System.Text;
using Pawl.Cli.Output;
using Pawl.Running;
using Spectre.Console;

namespace Pawl.Cli.Screens;

/// <summary>A run in a terminal: what happens scrolls by above a block that shows the state in work and the progress.</summary>
internal sealed class LiveScreen : IRunScreen, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private const int MostPending = 500;

    // The block stands where the lines go: without this, what they don't cover of it would stay.
    private const string EraseBelow = "\u001b[0J";

    private readonly Lock _lock = new();
    private readonly IAnsiConsole _console;
    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly LiveDisplayContext _live;
    private readonly ITimer _timer;
    private readonly StringBuilder _pending = new();
    private int _pendingLines;
    private RunProgress _progress = new();

    private LiveScreen(IAnsiConsole console, Terminal terminal, TimeProvider time, LiveDisplayContext live)
    {
        (_console, _terminal, _time, _live) = (console, terminal, time, live);
        _timer = time.CreateTimer(_ => Refresh(), null, Beat, Beat);
    }

    /// <summary>Shows a run from its begin to its end.</summary>
    public static async Task<T> RunAsync<T>(Terminal terminal, TimeProvider time, Func<IRunScreen, Task<T>> run)
    {
        var console = SpectreConsole.Of(terminal);
        return await console.Live(Text.Empty).AutoClear(true).StartAsync(async live =>
        {
            using var screen = new LiveScreen(console, terminal, time, live);
            return await run(screen).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public void Show(RunEvent happened)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            _progress = _progress.After(happened, now);
            Append(happened, now);
            if (happened is RunEvent.OutputLine && _pendingLines < MostPending)
                return;
        }

        Refresh();
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
            Flush();
    }

    private void Append(RunEvent happened, DateTimeOffset now)
    {
        var story = RunStory.Of(happened, now);
        var start = story.Prefix.Length > 0 ? _terminal.Paint(Colour.Dim, story.Prefix) + " " : "";
        var lines = happened is RunEvent.OutputLine output
            ? [TaskLine.Clean(output.Line, _terminal.HasColours ? TaskColours.Kept : TaskColours.Removed)]
            : story.Text.Split('\n').Select(line => story.Colour is { } colour ? _terminal.Paint(colour, line) : line);
        foreach (var line in lines)
        {
            _pending.Append(start).Append(line).Append('\n');
            _pendingLines++;
        }
    }

    private void Refresh()
    {
        lock (_lock)
        {
            Flush();
            _live.UpdateTarget(LiveBlock.Of(_progress, _time.GetUtcNow()));
        }
    }

    // Lines go out together: the block is drawn anew once for all of them.
    private void Flush()
    {
        if (_pendingLines == 0)
            return;
        _console.Write(new ControlCode(EraseBelow + _pending));
        _pending.Clear();
        _pendingLines = 0;
    }
}
