using Pawl.Servers.Alerts;
using Pawl.Servers.Processes;

namespace Pawl.EndToEnd.Alerts;

/// <summary>Alerts by mail, to real and to hostile servers.</summary>
public sealed class MailTests : AlertFixture
{
    private const string Password = "a-password-of-mail";

    public MailTests()
    {
        Assert.SkipWhen(SmtpReceiver.Availability is not null, SmtpReceiver.Availability ?? "");
        Variables["SMTP_PASSWORD"] = Password;
    }

    [Theory]
    [InlineData("starttls")]
    [InlineData("implicit")]
    public async Task A_mail_arrives_over_tls_with_what_happened(string tls)
    {
        var pem = TestCertificate.WriteTo(Folder);
        await using var server = await SmtpReceiver.StartAsync(new SmtpBehaviour { Tls = tls, Password = Password, Pem = pem }, None);
        Variables["SSL_CERT_FILE"] = pem.Certificate;
        Tell(server.Port, tls);
        await InitAsync("web-42");
        await DoneAsync("fail", "web-42", "--error", "no space left on device\nfrom: mallory");

        var mail = Assert.Single(server.Got);
        Assert.True(mail.Secure);
        Assert.Equal(["images@example.org"], mail.To);
        Assert.Contains("Subject: [pawl] web-42 failed at state 0 Initialized (persistent)", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail.Text, StringComparison.Ordinal);
        Assert.Contains("no space left on device", mail.Text, StringComparison.Ordinal);
        Assert.Matches("Message-Id: <[0-9a-f]{32}@pawl.invalid>", mail.Text);
    }

    [Fact]
    public async Task A_server_without_starttls_gets_neither_password_nor_mail()
    {
        await using var server = await SmtpReceiver.StartAsync(new SmtpBehaviour { Password = Password }, None);
        Tell(server.Port, "starttls");
        await IsRefusedAsync("doesn't offer what is needed (STARTTLS");
        Assert.Empty(server.Got);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused()
    {
        await using var server = await SmtpReceiver.StartAsync(new SmtpBehaviour { Tls = "starttls", Password = Password, Pem = TestCertificate.WriteTo(Folder) }, None);
        Tell(server.Port, "starttls");
        await IsRefusedAsync("is not trusted");
        Assert.Empty(server.Got);
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_not_shown()
    {
        var pem = TestCertificate.WriteTo(Folder);
        await using var server = await SmtpReceiver.StartAsync(new SmtpBehaviour { Tls = "implicit", Password = "another", Pem = pem }, None);
        Variables["SSL_CERT_FILE"] = pem.Certificate;
        Tell(server.Port, "implicit");
        await IsRefusedAsync("refused the user pawl or the password");
    }

    [Fact]
    public async Task A_server_that_refuses_the_mail_is_quoted()
    {
        await using var server = await SmtpReceiver.StartAsync(new SmtpBehaviour { Refuse = 550 }, None);
        Tell(server.Port, "none");
        await IsRefusedAsync("refused the mail: 550 no such mailbox");
    }

    [Fact]
    public async Task A_server_that_drops_every_connection_is_said_in_a_line()
    {
        await using var server = await SmtpReceiver.StartAsync(new SmtpBehaviour { Drop = 1 }, None);
        Tell(server.Port, "none");
        await IsRefusedAsync("cut the connection");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_in_a_line()
    {
        Tell(1, "none");
        await IsRefusedAsync("can't be reached: Connection refused");
    }

    private async Task IsRefusedAsync(string part)
    {
        var test = await PawlAsync("alert", "test", "mail");
        Assert.Equal((7, ""), (test.Code, test.Error));
        Assert.Contains(part, test.Out, StringComparison.Ordinal);
        Assert.Equal(1, test.Out.Count(c => c == '\n'));
        Assert.DoesNotContain(Password, test.Out, StringComparison.Ordinal);
    }

    private void Tell(int port, string tls) => Write($$"""
        channels:
          - name: mail
            type: email
            host: 127.0.0.1
            port: {{port}}
            tls: {{tls}}
            from: pawl@example.org
            to: [images@example.org]
            {{(tls == "none" ? "" : "user: pawl")}}
            {{(tls == "none" ? "" : "password_env: SMTP_PASSWORD")}}
        rules:
          - {name: broken, on: failed, to: [mail]}
        """);
}
