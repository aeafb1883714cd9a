using System.Text.Json;
using Pawl.Cli.Output;
using Pawl.Waiting;

namespace Pawl.Cli.Screens;

/// <summary>A watch as lines: for people, or a JSON object each.</summary>
internal sealed class WatchScreen(Terminal terminal, TimeProvider time)
{
    public void Show(Sight sight)
    {
        terminal.Out.WriteLine(terminal.Format == OutputFormat.Json
            ? JsonSerializer.Serialize(WatchLine.Of(sight, time.GetUtcNow()), RunLineJson.Readable.WatchLine)
            : Text(sight));
        terminal.Flush();
    }

    private string Text(Sight sight)
    {
        var story = WatchStory.Of(sight);
        var start = $"{TimeText.Absolute(story.At ?? time.GetUtcNow())} {sight.State.Id}";
        var state = story.State.Length > 0 ? terminal.Paint(Colour.Dim, story.State) + " " : "";
        return $"{start} {state}{terminal.Paint(story.Colour, story.Text)}";
    }
}
