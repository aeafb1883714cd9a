using Pawl.Pipelines;
using Pawl.Secrets;

namespace Pawl.Alerts;

/// <summary>Whether a channel's URL may stand in the file.</summary>
internal enum UrlSecrecy
{
    /// <summary>Who knows it may post: it may not.</summary>
    Secret,

    /// <summary>It may, if it doesn't look like a secret.</summary>
    MayBeOpen,

    /// <summary>What the channel is couldn't be read, and that was complained of.</summary>
    Unknown,
}

/// <summary>Reads where a channel's secrets are.</summary>
internal static class SecretReader
{
    private static readonly SecretSource StandIn = new SecretSource.Open("");

    /// <summary>A secret under <c>{what}_env</c> or <c>{what}_file</c>; null when neither is there.</summary>
    public static SecretSource? Secret(MapReader map, string what, FaultCollector faults)
    {
        var (environment, file) = ($"{what}_env", $"{what}_file");
        if (map.Has(environment) && map.Has(file))
            faults.Add(map.KeyAt(file), $"`{environment}` and `{file}` are both here", "keep one of the two");
        if (map.Has(environment))
            return new SecretSource.FromEnvironment(map.Value<string>(environment, "", AlertValues.Variable));
        return map.Has(file) ? new SecretSource.FromFile(map.Value<string>(file, "", AlertValues.Path)) : null;
    }

    /// <summary>A channel's URL.</summary>
    public static SecretSource Url(MapReader map, UrlSecrecy secrecy, FaultCollector faults)
    {
        if (secrecy == UrlSecrecy.Unknown)
            return StandIn;
        var hidden = Secret(map, "url", faults);
        if (map.Has("url"))
            return OpenUrl(map, hidden, secrecy, faults);
        if (hidden is null && map.Has("type"))
            faults.Add(map.At, "the channel has no URL", "add `url_env: NAME` with the environment variable that has it, or `url_file: PATH`");
        return hidden ?? StandIn;
    }

    // The complaint must not show what it complains of.
    private static SecretSource.Open OpenUrl(MapReader map, SecretSource? hidden, UrlSecrecy secrecy, FaultCollector faults)
    {
        const string mend = "put it into an environment variable and write `url_env: NAME`, or into a file that only pawl's user can read and write `url_file: PATH`";
        if (hidden is not null)
            faults.Add(map.KeyAt("url"), "`url` is here, and another place for it too", "keep one of the two");
        if (secrecy == UrlSecrecy.Secret)
        {
            faults.Add(map.KeyAt("url"), "this URL is a secret: who knows it may post; it does not belong into the file", mend);
            return new SecretSource.Open("");
        }

        var url = map.Value<string>("url", "", AlertValues.WebUrl);
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || Redactor.Standard.Redact(url) != url))
            faults.Add(map.ValueAt("url"), "this URL looks like a secret (a user, a query or a token is in it); it does not belong into the file", mend);
        return new SecretSource.Open(url);
    }
}
