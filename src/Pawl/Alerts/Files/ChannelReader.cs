using Pawl.Pipelines;

namespace Pawl.Alerts;

/// <summary>Reads one channel.</summary>
internal static class ChannelReader
{
    private const int SubmissionPort = 587;
    private const int ImplicitTlsPort = 465;
    private const int LocalPort = 25;

    public static Placed<AlertChannel> Read(SourceNode node, FaultCollector faults)
    {
        // The type says which keys the channel has: it is read first, by a reader that complains of nothing else.
        var type = new MapReader(node, AlertShapes.AnyChannel, new FaultCollector("")).Value("type", ChannelType.None, AlertValues.Type);
        var map = new MapReader(node, ShapeOf(type), faults);
        map.Require("name", "add `name: ops`, or what the rules call it in `to`");
        map.Require("type", "add `type: slack`, or teams, webhook, email");
        _ = map.Value("type", ChannelType.None, AlertValues.Type);
        var name = map.Value<string>("name", "", AlertValues.Name);
        AlertChannel channel = type switch
        {
            ChannelType.Slack => new AlertChannel.Slack(name, SecretReader.Url(map, UrlSecrecy.Secret, faults)),
            ChannelType.Teams => new AlertChannel.Teams(name, SecretReader.Url(map, UrlSecrecy.Secret, faults)),
            ChannelType.Email => Email(map, name, faults),
            ChannelType.Webhook => new AlertChannel.Webhook(name, SecretReader.Url(map, UrlSecrecy.MayBeOpen, faults), SecretReader.Secret(map, "secret", faults)),
            _ => new AlertChannel.Webhook(name, SecretReader.Url(map, UrlSecrecy.Unknown, faults), Signing: null),
        };
        return new(channel, map.ValueAt("name"));
    }

    private static MapShape ShapeOf(ChannelType type) => type switch
    {
        ChannelType.Slack => AlertShapes.Slack,
        ChannelType.Teams => AlertShapes.Teams,
        ChannelType.Webhook => AlertShapes.Webhook,
        ChannelType.Email => AlertShapes.Email,
        _ => AlertShapes.AnyChannel,
    };

    private static AlertChannel.Email Email(MapReader map, string name, FaultCollector faults)
    {
        map.Require("host", "add `host: smtp.example.org`, the server that takes your mail");
        map.Require("from", "add `from: pawl@example.org`, the address that the mail comes from");
        map.Require("to", "add `to: [ops@example.org]`, who gets it");
        var host = map.Value<string>("host", "", AlertValues.Host);
        var tls = map.Value("tls", SmtpTls.StartTls, AlertValues.Tls);
        if (tls == SmtpTls.None && !AlertValues.IsLoopback(host))
            faults.Add(
                map.ValueAt("tls"),
                "`tls: none` sends mail and password for everybody to read",
                "write `tls: starttls` or `tls: implicit`; none is for a server on this machine");
        var usual = tls switch { SmtpTls.Implicit => ImplicitTlsPort, SmtpTls.None => LocalPort, _ => SubmissionPort };
        var port = map.Number("port", usual, 1, 65_535);
        var password = SecretReader.Secret(map, "password", faults);
        if (map.Has("user") != password is not null)
            faults.Add(map.At, "`user` and its password belong together", "write `user:` with `password_env:` or `password_file:`, or neither");
        var login = password is not null ? new SmtpLogin(map.Value<string>("user", "", AlertValues.User), password) : null;
        var to = Unique.Values(map.Values<string>("to", AlertValues.Address), "`to`", faults);
        if (map.HasList("to") && map.Items("to", "").IsEmpty)
            faults.Add(map.ValueAt("to"), "`to` is an empty list", "name who gets the mail");
        return new AlertChannel.Email(name, new SmtpServer(host, port, tls, login), map.Value<string>("from", "", AlertValues.Address), to);
    }
}

/// <summary>The types of channels.</summary>
internal enum ChannelType
{
    /// <summary>It couldn't be read.</summary>
    None,

    /// <summary>Slack.</summary>
    Slack,

    /// <summary>Microsoft Teams.</summary>
    Teams,

    /// <summary>Any program.</summary>
    Webhook,

    /// <summary>Mail.</summary>
    Email,
}
