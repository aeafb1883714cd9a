using System.Text.Json;
using Pawl.Alerts;
using Pawl.Builds;
using Xunit;

namespace Pawl.Tests.Alerts;

/// <summary>What channels get is within what they take, whatever a build says.</summary>
public sealed class MessageTests
{
    private const string Nasty = "<!channel> *bold* [link](https://x) ``` </script>\r\nBcc: d@e \u0000 \ud83d\ude00";

    private static readonly LinkTemplate Link = new("https://ci.example.org/{build}/{state}?p={pipeline}");

    [Fact]
    public void Slack_gets_blocks_within_its_bounds_in_which_nobody_is_called()
    {
        foreach (var message in Messages())
        {
            var text = System.Text.Encoding.UTF8.GetString(SlackBody.Write(message, Link));
            var body = JsonDocument.Parse(text).RootElement;
            Assert.DoesNotContain("<!channel>", body.GetProperty("text").GetString(), StringComparison.Ordinal);
            var blocks = body.GetProperty("blocks").EnumerateArray().ToList();
            Assert.InRange(blocks.Count, 1, 50);
            foreach (var block in blocks.Where(block => block.TryGetProperty("text", out _)))
            {
                var said = block.GetProperty("text").GetProperty("text").GetString()!;
                Assert.InRange(said.Length, 1, block.GetProperty("type").GetString() == "header" ? 150 : 3_000);
                if (block.GetProperty("text").GetProperty("type").GetString() == "mrkdwn")
                    Assert.DoesNotContain("<!channel>", said, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Teams_gets_a_card_of_at_most_28_KB()
    {
        foreach (var message in Messages())
        {
            var bytes = TeamsBody.Write(message, Link);
            Assert.InRange(bytes.Length, 1, 28 * 1024);
            var card = JsonDocument.Parse(bytes).RootElement.GetProperty("attachments")[0].GetProperty("content");
            Assert.Equal("AdaptiveCard", card.GetProperty("type").GetString());
        }
    }

    [Fact]
    public void A_mail_has_a_subject_of_one_line()
    {
        foreach (var message in Messages())
        {
            Assert.DoesNotContain(MailText.Subject(message), char.IsControl);
            Assert.InRange(MailText.Subject(message).Length, 1, 210);
        }
    }

    [Fact]
    public void A_link_names_the_build_and_state() =>
        Assert.Equal("https://ci.example.org/web-42/5?p=a%20b", Link.For(Alert("x", "") with { Pipeline = "a b" }));

    [Fact]
    public void A_program_gets_every_alert_of_a_message()
    {
        var body = JsonDocument.Parse(WebhookBody.Write(Messages().Last(), Link, DateTimeOffset.UnixEpoch)).RootElement;
        Assert.Equal(250, body.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("id").GetString()).Distinct().Count());
        Assert.StartsWith("250 alerts: 250 of r", body.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(12, body.GetProperty("more").GetInt32());
    }

    // printf '1767323045.{}' | openssl dgst -sha256 -hmac secret
    [Fact]
    public void The_signature_is_the_HMAC_of_time_and_body() => Assert.Equal(
        "t=1767323045,v1=4a10b40c9c842e332be9ba9d790f8f8df44002dca45fd184d766fa8db55ef209",
        WebhookBody.Sign("secret", DateTimeOffset.FromUnixTimeSeconds(1_767_323_045), "{}"u8));

    private static IEnumerable<AlertMessage> Messages()
    {
        foreach (var error in (string[])["", Nasty, new string('<', 1_500), string.Concat(Enumerable.Repeat("\u6f22\"\n", 500))])
        {
            yield return AlertMessage.Of([Alert("1", error)], CountedAlerts.None);
            yield return AlertMessage.Of([.. Enumerable.Range(0, 250).Select(n => Alert($"{n}", error))], new CountedAlerts(12, DateTimeOffset.UnixEpoch));
        }
    }

    private static Alert Alert(string id, string error) => new()
    {
        Id = id,
        Rule = "r",
        Trigger = AlertTrigger.Failed,
        Urgency = Urgency.Normal,
        Build = BuildId.Parse("web-42"),
        Provider = Label.Parse("aws"),
        ImageType = Label.Parse("x"),
        Pipeline = "",
        State = StateCode.From(5),
        StateName = Nasty,
        Status = BuildStatus.Failed,
        Category = FailureCategory.Transient,
        Text = $"web-42 failed at state 5 {Nasty}",
        Error = error,
        At = DateTimeOffset.UnixEpoch,
    };
}
