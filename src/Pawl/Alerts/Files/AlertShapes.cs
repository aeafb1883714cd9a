using Pawl.Pipelines;

namespace Pawl.Alerts;

/// <summary>The keys of the maps in a file of alerts.</summary>
internal static class AlertShapes
{
    public static MapShape File { get; } = MapShape.Alone("the file of alerts", ["link", "timezone", "quiet_hours", "channels", "rules"]);

    public static MapShape Rule { get; } = MapShape.Alone(
        "the rule",
        ["name", "on", "to", "states", "category", "provider", "image_type", "for", "at_most_every", "group", "quiet_hours", "urgent"]);

    public static MapShape Quiet { get; } = MapShape.Alone("`quiet_hours`", ["from", "to", "days", "timezone"]);

    /// <summary>Every key that some channel has: for one whose type isn't known.</summary>
    public static MapShape AnyChannel { get; } = MapShape.Alone(
        "the channel",
        ["name", "type", "url", "url_env", "url_file", "secret_env", "secret_file", "host", "port", "tls", "from", "to", "user", "password_env", "password_file"]);

    public static MapShape Slack { get; } = MapShape.Alone("the channel of type slack", ["name", "type", "url_env", "url_file", "url"]);

    public static MapShape Teams { get; } = MapShape.Alone("the channel of type teams", ["name", "type", "url_env", "url_file", "url"]);

    public static MapShape Webhook { get; } =
        MapShape.Alone("the channel of type webhook", ["name", "type", "url", "url_env", "url_file", "secret_env", "secret_file"]);

    public static MapShape Email { get; } = MapShape.Alone(
        "the channel of type email",
        ["name", "type", "host", "port", "tls", "from", "to", "user", "password_env", "password_file"]);
}
