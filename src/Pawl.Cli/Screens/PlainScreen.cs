using Pawl.Cli.Output;
using Pawl.Running;

namespace Pawl.Cli.Screens;

/// <summary>A run as plain lines with time and state: for logs and pipes.</summary>
internal sealed class PlainScreen(TextWriter to, TimeProvider time) : IRunScreen
{
    public void Show(RunEvent happened)
    {
        var now = time.GetUtcNow();
        var story = RunStory.Of(happened, now);
        var start = story.Prefix.Length > 0 ? $"{TimeText.Absolute(now)} {story.Prefix} " : $"{TimeText.Absolute(now)} ";
        foreach (var line in story.Text.Split('\n'))
            to.WriteLine(start + line);
        to.Flush();
    }
}
