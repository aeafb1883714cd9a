using Pawl.Builds;
using Pawl.Caching;
using Pawl.Pipelines;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Fuzz.Targets;

/// <summary>Short texts of command lines, environments, files and keys.</summary>
internal static class TextTargets
{
    private static readonly string[] UrlWords =
    [
        "sqlite://", "s3://", "redis://", "rediss://", "dir://", "cosmos://", "dynamodb://",
        "?", "&", "=", "%2F", "%3F", "%0A", "%", "@", ":", "[::1]", "prefix=", "region=",
    ];

    public static Target StoreLocation { get; } = new("store-url", UrlWords, input =>
    {
        if (StoreUrl.TryParse(Promise.Text(input), out var url, out _))
            Promise.RoundTrip(url, Describe, _ => StoreUrl.TryParse(url.ToString(), out var again, out var complaint) ? again : throw Refused(complaint));
    });

    public static Target CacheLocation { get; } = new("cache-url", UrlWords, input =>
    {
        if (CacheUrl.TryParse(Promise.Text(input), out var url, out _))
            Promise.RoundTrip(url, u => u.ToString(), text => CacheUrl.TryParse(text, out var again, out var complaint) ? again : throw Refused(complaint));
    });

    public static Target Duration { get; } = new("duration", ["ms", "s", "m", "h", "d", "365d", "99999999999"], input =>
    {
        if (Pipelines.Duration.TryParse(Promise.Text(input), out var duration, out _))
            Promise.RoundTrip(duration, Pipelines.Duration.Format, text => Pipelines.Duration.TryParse(text, out var again, out _) ? again : throw Refused(text));
    });

    public static Target Time { get; } = new("time", ["T", "Z", "+14:00", "-14:00", "0001-01-01", "9999-12-31", "23:59:59.9999999", "GMT"], input =>
    {
        if (!UtcTime.TryParse(Promise.Text(input), out var time))
            return;
        var whole = UtcTime.Format(UtcTime.WholeMilliseconds(time));
        Promise.RoundTrip(time, UtcTime.Format, Again);
        Promise.Same("SQL's form is another time", whole, UtcTime.Format(Again(UtcTime.FormatSql(time))));
        Promise.Same("whole milliseconds are another time", whole, UtcTime.Format(time));
    });

    /// <summary>Names and the keys that are made of them: none leads out of its place.</summary>
    public static Target Names { get; } = new("names", [".pawl/builds/", "aws/b1/history/", "0000000001", ".json", "..", "/", "-", "_"], input =>
    {
        var text = Promise.Text(input);
        if (BuildId.TryParse(text, out var id))
            Promise.Same("an id is another one as a key", id.Value, BuildKeys.TryReadIndex(BuildKeys.Index(id), out var found) ? found.Value : "none");
        if (BuildKeys.TryReadIndex(text, out var indexed))
            Promise.Same("two keys are one build's", text, BuildKeys.Index(indexed));
        if (new BuildKeys(Label.Parse("aws"), BuildId.Parse("b1")) is var keys && keys.TryReadHistory(text, out var first))
            Promise.Same("two keys are one append's", text, keys.History(first));
        if (StateCode.TryParse(text, out var code) && !StateCode.TryParse(code.ToString(), out _))
            throw new BrokenPromiseException($"a state code is none as it is written: {code}");
        _ = Label.TryParse(text, out _);
        _ = ChainHash.TryParse(text, out _);
    });

    /// <summary>Whatever a template gives is an absolute path.</summary>
    public static Target Path { get; } = new("path-template", ["${", "}", "${BUILD_ID}", "$", "..", "/"], input =>
    {
        var environment = new Dictionary<string, string> { ["BUILD_ID"] = "b1" };
        if (PathTemplate.TryParse(Promise.Text(input), out var template, out _)
            && template.TryExpand(environment, "/pipelines", out var path, out _)
            && !System.IO.Path.IsPathRooted(path))
            throw new BrokenPromiseException($"a path isn't absolute: {path}");
    });

    private static DateTimeOffset Again(string text) =>
        UtcTime.TryParse(text, out var again) ? again : throw Refused(text);

    private static BrokenPromiseException Refused(string why) => new($"what was written is refused: {why}");

    // Each part with its length: no two URLs look alike.
    private static string Describe(StoreUrl url) => string.Join(
        '|',
        new[] { url.Scheme, url.Authority, url.Path }.Concat(url.Settings.SelectMany(s => new[] { s.Key, s.Value })).Select(part => $"{part.Length}:{part}"));
}
