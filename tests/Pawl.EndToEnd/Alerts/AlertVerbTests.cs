using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pawl.Servers.Alerts;

namespace Pawl.EndToEnd.Alerts;

/// <summary>The verbs of alerts, and what a receiver gets from the program.</summary>
public sealed class AlertVerbTests : AlertFixture
{
    private const string Secret = "the-secret-of-the-hook";

    public AlertVerbTests() => Variables["HOOK_SECRET"] = Secret;

    [Fact]
    public async Task A_failure_arrives_signed_and_timestamped_with_what_happened()
    {
        await using var receiver = WebhookReceiver.Start(() => WebhookFault.None);
        Tell(receiver);
        await InitAsync("web-42");
        await DoneAsync("fail", "web-42", "--error", "could not resolve host, password=hunter22hunter22");

        var got = Assert.Single(receiver.Got);
        var alert = JsonDocument.Parse(got.Body).RootElement.GetProperty("alerts")[0];
        Assert.Equal("web-42", alert.GetProperty("buildId").GetString());
        Assert.Equal("transient", alert.GetProperty("category").GetString());
        Assert.Equal(alert.GetProperty("id").GetString(), got.Headers["Pawl-Alert-Id"]);
        Assert.DoesNotContain("hunter22", got.Body, StringComparison.Ordinal);
        var (time, signature) = Signature(got);
        Assert.True((DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(time)).Duration() < TimeSpan.FromMinutes(5));
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{time}.{got.Body}"))), signature);
        Assert.Contains("no alerts are owed", (await DoneAsync("alert", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_of_alerts_nothing_is_owed_and_nothing_is_made()
    {
        await InitAsync("web-42");
        await DoneAsync("fail", "web-42", "--error", "x");
        Assert.False(Directory.Exists(Path.Combine(Store, ".alerts")));
        (await PawlAsync("alert", "list")).IsRefused(2, "--alerts FILE", "PAWL_ALERTS");
    }

    [Fact]
    public async Task A_receiver_that_is_down_fails_no_command_and_gets_the_alert_when_it_is_back()
    {
        var fault = WebhookFault.Error;
        await using var receiver = WebhookReceiver.Start(() => fault);
        Tell(receiver);
        await InitAsync("web-42");
        var failed = await PawlAsync("fail", "web-42", "--error", "x");
        Assert.Equal(0, failed.Code);
        Assert.Contains("an alert to ops can't be sent", failed.Error, StringComparison.Ordinal);
        Assert.Contains("answered 500", failed.Error, StringComparison.Ordinal);
        Assert.Equal(1, failed.Error.Count(c => c == '\n'));

        var owed = (await DoneAsync("alert", "list", "--json")).Json[0];
        Assert.Equal(("web-42", 1), (owed.GetProperty("buildId").GetString(), owed.GetProperty("tries").GetInt32()));
        Assert.Equal(7, (await PawlAsync("alert", "send")).Code);
        fault = WebhookFault.None;
        Assert.Equal("1 alerts sent, 0 could not be sent, 0 wait\n", (await DoneAsync("alert", "send")).Out);
        Assert.Single(receiver.Got.Select(got => got.Headers["Pawl-Alert-Id"]).Distinct());
    }

    [Theory]
    [InlineData(WebhookFault.Redirect, "a redirect")]
    [InlineData(WebhookFault.Gone, "answered 404 Not Found")]
    [InlineData(WebhookFault.CutEarly, "can't be reached")]
    [InlineData(WebhookFault.CutLate, "can't be reached")]
    [InlineData(WebhookFault.TooMany, "answered 429")]
    public async Task What_a_receiver_does_wrong_is_said_in_a_line_without_the_secret_of_its_url(WebhookFault fault, string part)
    {
        await using var receiver = WebhookReceiver.Start(() => fault);
        Variables["SLACK"] = $"{receiver.Address}services/T0/B0/verysecretword";
        Write("channels:\n  - {name: ops, type: slack, url_env: SLACK}\nrules:\n  - {name: r, on: failed, to: [ops]}\n");
        await InitAsync("web-42");
        var failed = await PawlAsync("fail", "web-42", "--error", "x");
        var tested = await PawlAsync("alert", "test");
        var listed = await PawlAsync("alert", "list");
        Assert.Equal((0, 7, 0), (failed.Code, tested.Code, listed.Code));
        foreach (var said in (string[])[failed.Error, tested.Out, listed.Out])
        {
            Assert.Contains(part, said, StringComparison.Ordinal);
            Assert.DoesNotContain("verysecretword", said, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(receiver.Got, got => got.Path.Contains("elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Megabytes_of_answer_are_not_read()
    {
        await using var receiver = WebhookReceiver.Start(() => WebhookFault.Flood);
        Tell(receiver);
        Assert.Equal("ops: sent\n", (await DoneAsync("alert", "test", "ops")).Out);
        Assert.InRange(receiver.Flooded, 0, 12 * 1024 * 1024);
    }

    [Fact]
    public async Task A_receiver_that_hangs_fails_no_command_and_the_next_one_leaves_it_alone()
    {
        await using var receiver = WebhookReceiver.Start(() => WebhookFault.Hang);
        Tell(receiver);
        await InitAsync("web-42");
        Assert.Equal(0, (await PawlAsync("fail", "web-42", "--error", "x")).Code);
        Assert.Equal(0, (await PawlAsync("fail", "web-42", "--error", "x")).Code);
        var owed = (await DoneAsync("alert", "list", "--json")).Json.EnumerateArray().ToList();
        Assert.Equal(2, owed.Count);
        Assert.Contains(owed, alert => alert.GetProperty("error").GetString() == "the channel ops did not answer before this command ended");
    }

    [Fact]
    public async Task A_typo_in_a_rule_is_named_at_the_start_with_its_line_and_nothing_is_done()
    {
        Write("channels:\n  - {name: ops, type: slack, url_env: SLACK}\nrules:\n  - {name: r, on: faild, to: [ops]}\n");
        (await PawlAsync("init", "web-42", "--provider", "aws", "--image-type", "x")).IsRefused(2, "alerts.yaml:4:19: `faild`", "did you mean `failed`?");
        Assert.Equal(3, (await PawlAsync("status", "web-42")).Code);
        var check = await PawlAsync("alert", "check");
        Assert.Equal(2, check.Code);
        Assert.Contains("4:19", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_delays_alerts_and_says_which()
    {
        Write("channels:\n  - {name: ops, type: slack, url_env: NOT_SET}\nrules:\n  - {name: r, on: failed, to: [ops]}\n");
        await InitAsync("web-42");
        Assert.Contains("the environment variable NOT_SET is not set", (await PawlAsync("fail", "web-42", "--error", "x")).Error, StringComparison.Ordinal);
        Assert.Single((await DoneAsync("alert", "list", "--json")).Json.EnumerateArray());
    }

    [Fact]
    public async Task A_run_sends_while_it_works()
    {
        await using var receiver = WebhookReceiver.Start(() => WebhookFault.None);
        Write($$"""
            channels:
              - {name: ops, type: webhook, url: "{{receiver.Address}}"}
            rules:
              - {name: step, on: reached, to: [ops]}
              - {name: done, on: completed, to: [ops]}
            """);
        await File.WriteAllTextAsync(Path.Combine(Folder, "p.yaml"), """
            name: tiny
            provider: aws
            image_type: x
            states:
              - {code: 0, name: Begin, run: "true"}
              - {code: 50, name: Middle, run: test -n "$PAWL_ALERTS"}
              - {code: 100, name: End, run: "true"}
            """, None);
        await DoneAsync("run", "p.yaml", "--build-id", "web-42");
        var texts = receiver.Got.Select(got => JsonDocument.Parse(got.Body).RootElement.GetProperty("text").GetString()).ToArray();
        Assert.Equal(["web-42 is completed", "web-42 reached state 100 End", "web-42 reached state 50 Middle"], texts.Order());
    }

    private static (long Time, string Signature) Signature(ReceivedWebhook got)
    {
        var parts = got.Headers["Pawl-Signature"].Split(',');
        return (long.Parse(parts[0]["t=".Length..], CultureInfo.InvariantCulture), parts[1]["v1=".Length..]);
    }
}
