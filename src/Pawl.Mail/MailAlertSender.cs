using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Text;
using Pawl.Alerts;
using Pawl.Secrets;

namespace Pawl.Mail;

/// <summary>Sends messages as mail. A connection that isn't safe carries neither password nor mail, unless it ends on this machine.</summary>
/// <param name="channel">From whom to whom, by which server.</param>
/// <param name="link">Where people can look at a build.</param>
/// <param name="environment">Where secrets are.</param>
/// <param name="time">The clock.</param>
public sealed class MailAlertSender(AlertChannel.Email channel, LinkTemplate link, IReadOnlyDictionary<string, string> environment, TimeProvider time) : IAlertSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var mail = Compose(message);
            using var client = new SmtpClient { CheckCertificateRevocation = false, Timeout = (int)Patience.TotalMilliseconds };
            await SendAsync(client, mail, either.Token).ConfigureAwait(false);
            return new SendResult.Sent();
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new SendResult.Failed($"{Place} did not answer within {Patience.TotalSeconds:0} s", SendFault.Passing);
        }
        catch (Exception e) when (FailureOf(e) is { } failed)
        {
            return failed;
        }
    }

    private string Place => $"the mail server {channel.Server.Host}:{channel.Server.Port}";

    private async ValueTask SendAsync(SmtpClient client, MimeMessage mail, CancellationToken cancellationToken)
    {
        var server = channel.Server;
        // Read before anything is said: a password that isn't there is no reason to knock.
        var password = server.Login?.Password.Read(environment);
        var options = server.Tls switch
        {
            SmtpTls.StartTls => SecureSocketOptions.StartTls,
            SmtpTls.Implicit => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.None,
        };
        await client.ConnectAsync(server.Host, server.Port, options, cancellationToken).ConfigureAwait(false);
        if (password is not null)
            await client.AuthenticateAsync(server.Login!.User, password, cancellationToken).ConfigureAwait(false);
        await client.SendAsync(mail, cancellationToken).ConfigureAwait(false);
        await TryLeaveAsync(client, cancellationToken).ConfigureAwait(false);
    }

    // The server has the mail: how it says goodbye is its own affair.
    private static async ValueTask TryLeaveAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
        {
            return;
        }
    }

    private MimeMessage Compose(AlertMessage message)
    {
        var mail = new MimeMessage
        {
            MessageId = $"{message.Id}@pawl.invalid",
            Subject = MailText.Subject(message),
            Date = time.GetUtcNow(),
            Body = new TextPart(TextFormat.Plain) { Text = MailText.Body(message, link) },
        };
        mail.From.Add(new MailboxAddress("Pawl", channel.From));
        mail.To.AddRange(channel.To.Select(address => new MailboxAddress("", address)));
        mail.Headers.Add("Pawl-Alert-Id", message.Id);
        // Nobody's holiday answer is wanted (RFC 3834).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    private SendResult.Failed? FailureOf(Exception trouble) => trouble switch
    {
        AlertSecretException e => new(e.Message, SendFault.Lasting),
        SslHandshakeException e => new(
            $"{Place} is not trusted: {Innermost(e)}; its certificate must be valid for that name, and signed by who this machine trusts", SendFault.Lasting),
        AuthenticationException => new($"{Place} refused the user {channel.Server.Login?.User} or the password", SendFault.Lasting),
        NotSupportedException => new(
            $"{Place} doesn't offer what is needed (STARTTLS, or a way to log in): nothing was sent to it; see `tls` in the file of alerts", SendFault.Lasting),
        SmtpCommandException e => new(
            $"{Place} refused the mail: {(int)e.StatusCode} {Clean(e.Message)}", (int)e.StatusCode is >= 400 and < 500 ? SendFault.Passing : SendFault.Lasting),
        ProtocolException or ServiceNotConnectedException => new(
            $"{Place} cut the connection, or doesn't speak SMTP: {Clean(trouble.Message)}", SendFault.Passing),
        SocketException or IOException => new($"{Place} can't be reached: {Clean(trouble.Message)}", SendFault.Passing),
        _ => null,
    };

    private static string Innermost(Exception e) => Clean(e.GetBaseException().Message);

    private static string Clean(string text) => ErrorText.Clean(text, Redactor.Standard).ReplaceLineEndings(" ");
}
