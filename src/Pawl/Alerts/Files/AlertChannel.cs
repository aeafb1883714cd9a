using System.Collections.Immutable;

namespace Pawl.Alerts;

/// <summary>A way to people.</summary>
/// <param name="Name">What rules call it.</param>
public abstract record AlertChannel(string Name)
{
    /// <summary>A Slack channel, by its incoming webhook.</summary>
    public sealed record Slack(string Name, SecretSource Url) : AlertChannel(Name);

    /// <summary>A Microsoft Teams channel, by the webhook of a workflow.</summary>
    public sealed record Teams(string Name, SecretSource Url) : AlertChannel(Name);

    /// <summary>Any program that takes JSON by HTTP.</summary>
    /// <param name="Name">What rules call it.</param>
    /// <param name="Url">Where it is.</param>
    /// <param name="Signing">What the requests are signed with; null for requests that aren't.</param>
    public sealed record Webhook(string Name, SecretSource Url, SecretSource? Signing) : AlertChannel(Name);

    /// <summary>People's mailboxes.</summary>
    /// <param name="Name">What rules call it.</param>
    /// <param name="Server">The server that takes mail.</param>
    /// <param name="From">The sender's address.</param>
    /// <param name="To">The receivers' addresses.</param>
    public sealed record Email(string Name, SmtpServer Server, string From, ImmutableArray<string> To) : AlertChannel(Name);
}

/// <summary>A server that takes mail.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Tls">How the connection is made safe.</param>
/// <param name="Login">Who sends; null for a server that asks nobody.</param>
public sealed record SmtpServer(string Host, int Port, SmtpTls Tls, SmtpLogin? Login);

/// <summary>Who sends mail.</summary>
public sealed record SmtpLogin(string User, SecretSource Password);

/// <summary>How a connection to a mail server is made safe.</summary>
public enum SmtpTls
{
    /// <summary>By STARTTLS, before anything is said; a server without it is refused.</summary>
    StartTls,

    /// <summary>From the first byte, usually on port 465.</summary>
    Implicit,

    /// <summary>Not at all: only to a server on this machine.</summary>
    None,
}
