using System.Collections.Concurrent;

namespace Pawl.Alerts;

/// <summary>Makes the sender of each channel.</summary>
/// <param name="link">Where people can look at a build.</param>
/// <param name="environment">Where secrets are.</param>
/// <param name="time">The clock.</param>
/// <param name="mail">Makes senders of mail, which need a library of their own.</param>
public sealed class AlertSenders(
    LinkTemplate link, IReadOnlyDictionary<string, string> environment, TimeProvider time, Func<AlertChannel.Email, IAlertSender> mail) : IDisposable
{
    private readonly Lazy<HttpClient> _client = new(HttpAlertSender.NewClient);
    private readonly ConcurrentDictionary<string, IAlertSender> _senders = new(StringComparer.Ordinal);

    /// <summary>The sender of a channel.</summary>
    public IAlertSender Of(AlertChannel channel) => _senders.GetOrAdd(channel.Name, _ => Make(channel));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    private IAlertSender Make(AlertChannel channel) => channel switch
    {
        AlertChannel.Slack slack => Http(slack.Url, message => new AlertRequest(SlackBody.Write(message, link), [])),
        AlertChannel.Teams teams => Http(teams.Url, message => new AlertRequest(TeamsBody.Write(message, link), [])),
        AlertChannel.Webhook hook => Http(hook.Url, message => Sign(hook, message)),
        AlertChannel.Email email => mail(email),
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "no such channel"),
    };

    private HttpAlertSender Http(SecretSource url, Func<AlertMessage, AlertRequest> request) => new(_client.Value, url, environment, request, time);

    private AlertRequest Sign(AlertChannel.Webhook hook, AlertMessage message)
    {
        var now = time.GetUtcNow();
        var body = WebhookBody.Write(message, link, now);
        List<(string, string)> headers = [("Pawl-Alert-Id", message.Id), ("Idempotency-Key", message.Id)];
        if (hook.Signing is { } secret)
            headers.Add(("Pawl-Signature", WebhookBody.Sign(secret.Read(environment), now, body)));
        return new AlertRequest(body, headers);
    }
}
