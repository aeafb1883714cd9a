using System.Text.Json;
using Pawl.Running;

namespace Pawl.Cli.Screens;

/// <summary>A run as one JSON object a line: for programs.</summary>
internal sealed class JsonScreen(TextWriter to, TimeProvider time) : IRunScreen
{
    public void Show(RunEvent happened)
    {
        to.WriteLine(JsonSerializer.Serialize(RunLine.Of(happened, time.GetUtcNow()), RunLineJson.Readable.RunLine));
        to.Flush();
    }
}
