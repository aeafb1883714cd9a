using System.Collections.Immutable;

namespace Pawl.Alerts;

/// <summary>Who is told of what: a file of alerts, read and checked.</summary>
/// <param name="Channels">The ways to people.</param>
/// <param name="Rules">When somebody is told.</param>
/// <param name="Link">Where people can look at a build.</param>
public sealed record AlertSettings(ImmutableArray<AlertChannel> Channels, ImmutableArray<AlertRule> Rules, LinkTemplate Link)
{
    /// <summary>The rule of this name; null when there is none any more.</summary>
    public AlertRule? FindRule(string name) => Rules.FirstOrDefault(rule => rule.Name == name);

    /// <summary>The environment variables that hold secrets of channels.</summary>
    public IEnumerable<string> SecretVariables => Channels.SelectMany(SecretsOf).OfType<SecretSource.FromEnvironment>().Select(secret => secret.Name).Distinct();

    /// <summary>The channel of this name; null when there is none any more.</summary>
    public AlertChannel? FindChannel(string name) => Channels.FirstOrDefault(channel => channel.Name == name);

    private static IEnumerable<SecretSource?> SecretsOf(AlertChannel channel) => channel switch
    {
        AlertChannel.Slack slack => [slack.Url],
        AlertChannel.Teams teams => [teams.Url],
        AlertChannel.Webhook hook => [hook.Url, hook.Signing],
        AlertChannel.Email email => [email.Server.Login?.Password],
        _ => [],
    };
}

/// <summary>Where people can look at a build: a URL with <c>{build}</c>, <c>{state}</c>, <c>{provider}</c>, <c>{image_type}</c>, <c>{pipeline}</c> in it.</summary>
/// <param name="Text">The template; empty for no link.</param>
public sealed record LinkTemplate(string Text)
{
    /// <summary>What may stand in braces.</summary>
    public static IReadOnlyList<string> Names { get; } = ["build", "state", "provider", "image_type", "pipeline"];

    /// <summary>No link.</summary>
    public static LinkTemplate None { get; } = new("");

    /// <summary>The link for an alert; empty for none.</summary>
    public string For(Alert alert) => Text
        .Replace("{build}", alert.Build.Value, StringComparison.Ordinal)
        .Replace("{state}", $"{alert.State}", StringComparison.Ordinal)
        .Replace("{provider}", alert.Provider.Value, StringComparison.Ordinal)
        .Replace("{image_type}", alert.ImageType.Value, StringComparison.Ordinal)
        .Replace("{pipeline}", Uri.EscapeDataString(alert.Pipeline), StringComparison.Ordinal);
}
