using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pawl.Cli.Output;

namespace Pawl.Cli.Screens;

/// <summary>The shapes of JSON lines: a run's and a watch's.</summary>
[JsonSerializable(typeof(RunLine))]
[JsonSerializable(typeof(WatchLine))]
internal sealed partial class RunLineJson : JsonSerializerContext
{
    /// <summary>Names, times and text as everywhere; what an event doesn't have is left out.</summary>
    public static RunLineJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter() },
    });
}
