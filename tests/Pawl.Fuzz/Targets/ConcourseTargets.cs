using System.Text.Json;
using Pawl.Cli.Concourse.Requests;

namespace Pawl.Fuzz.Targets;

/// <summary>The request that Concourse writes to standard input.</summary>
internal static class ConcourseTargets
{
    private static readonly string[] Words = ["\"source\":", "\"params\":", "\"version\":", "\"store\":", "\"build\":", "\"all\":", "\"metadata\":", "null", "true"];

    /// <summary>JSON, of which everything is read by name and kind.</summary>
    public static Target Request { get; } = new("concourse-request", Words, input => Promise.OrRefused<JsonException>(() => Promise.OrRefused<RequestException>(() =>
    {
        using var document = JsonDocument.Parse(input);
        var request = RequestMap.Root(document.RootElement);
        request.RequireKeys("source", "params", "version");
        _ = request.Map("source").RequiredText("store", "it says where builds are");
        _ = request.Map("source").Flag("all");
        _ = request.Map("version").Text("version");
        _ = request.Texts("params");
    })));
}
