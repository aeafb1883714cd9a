using Pawl.Alerts;
using Pawl.Builds;
using Xunit;
using static Pawl.Tests.Alerts.AlertFileText;

namespace Pawl.Tests.Alerts;

public sealed class AlertReaderTests
{
    public static TheoryData<string, string> RuleFaults { get; } = new()
    {
        { "name: a, on: faild, to: [ops]", "alerts.yaml:4:19: `faild` is no thing to tell of; did you mean `failed`?" },
        { "name: a, on: failed, to: [osp]", "4:32: there is no channel `osp`; did you mean `ops`?" },
        { "name: a, on: failed, to: []", "4:31: `to` is an empty list" },
        { "name: a, on: failed, to: [ops], at_most_evry: 1h", "4:38: the rule has no key `at_most_evry`; did you mean `at_most_every`?" },
        { "name: a, on: failed, to: [ops], category: persistant", "4:48: `persistant` is no category; did you mean `persistent`?" },
        { "name: a, on: failed, to: [ops], states: [5-]", "4:47: `5-` is no state and no range" },
        { "name: a, on: failed, to: [ops], states: [40-5]", "`40-5` is no state and no range" },
        { "name: a, on: failed, to: [ops], group: 5", "`5` is no duration; add a unit" },
        { "name: a, on: failed, to: [ops], group: 5m, at_most_every: 1h", "`group` and `at_most_every` are both here" },
        { "name: a, on: stuck, to: [ops]", "`on: stuck` doesn't say for how long" },
        { "name: a, on: failed, for: 1h, to: [ops]", "`for` means nothing with `on: failed`" },
        { "name: a, on: reached, category: transient, to: [ops]", "`category` means nothing with `on: reached`" },
        { "name: a, on: completed, states: [5], to: [ops]", "`states` means nothing with `on: completed`" },
        { "name: a, on: retries_used_up, category: persistent, to: [ops]", "a persistent failure is never retried" },
        { "name: a, on: failed, to: [ops], urgent: maybe", "`urgent` is no truth value" },
        { "name: a, on: failed, to: [ops], urgent: true, quiet_hours: {from: \"22:00\", to: \"07:00\"}", "the rule is urgent and has quiet hours" },
        { "name: a, on: failed, to: [ops], quiet_hours: {from: \"22:00\"}", "`quiet_hours` has no `to`" },
        { "name: a, on: failed, to: [ops], quiet_hours: {from: \"24:00\", to: \"07:00\"}", "`24:00` is no time of day" },
        { "name: a, on: failed, to: [ops], quiet_hours: {from: \"22:00\", to: \"07:00\", days: [mo]}", "`mo` is no day; did you mean `mon`?" },
        { "name: a, on: failed, to: [ops], quiet_hours: {from: \"22:00\", to: \"07:00\", timezone: Berlin}", "there is no time zone `Berlin`" },
        { "name: a, on: failed, to: [ops], timeout: 5m", "the rule has no key `timeout`; take it out" },
        { "on: failed, to: [ops]", "4:5: the rule has no `name`" },
    };

    public static TheoryData<string, string> ChannelFaults { get; } = new()
    {
        { "{name: x, type: slak, url_env: A}", "`slak` is no type of channel; did you mean `slack`?" },
        { "{name: x, type: slack}", "the channel has no URL; add `url_env: NAME`" },
        { "{name: x, type: slack, url_env: A, url_file: /a}", "`url_env` and `url_file` are both here" },
        { "{name: x, type: slack, url_file: a}", "this is no whole path of a file" },
        { "{name: x, type: slack, url_env: A, port: 5}", "the channel of type slack has no key `port`" },
        { "{name: x, type: webhook, url: \"ftp://a/b\"}", "this is no URL that can be posted to" },
        { "{name: x, type: email, host: a, from: b@c}", "the channel of type email has no `to`" },
        { "{name: x, type: email, host: a, from: b, to: [b@c]}", "`b` is no address of a mailbox" },
        { "{name: x, type: email, host: a, from: b@c, to: [\"b@c\\r\\nBcc: d@e\"]}", "is no address of a mailbox" },
        { "{name: x, type: email, host: a, from: b@c, to: [b@c], user: d}", "`user` and its password belong together" },
        { "{name: x, type: email, host: a.example, from: b@c, to: [b@c], tls: none}", "`tls: none` sends mail and password for everybody to read" },
        { "{name: x, type: email, host: \"a:25\", from: b@c, to: [b@c]}", "`a:25` is no name of a server" },
    };

    [Fact]
    public void The_documented_example_reads_as_it_says()
    {
        var settings = Valid(Example);

        Assert.Equal(["ops", "office", "ci", "mail"], settings.Channels.Select(channel => channel.Name));
        Assert.Equal(new AlertChannel.Slack("ops", new SecretSource.FromEnvironment("OPS_SLACK_WEBHOOK")), settings.Channels[0]);
        Assert.Equal(new AlertChannel.Teams("office", new SecretSource.FromFile("/etc/pawl/teams-webhook")), settings.Channels[1]);
        Assert.Equal(new SecretSource.FromEnvironment("PAWL_HOOK_SECRET"), Assert.IsType<AlertChannel.Webhook>(settings.Channels[2]).Signing);
        var server = Assert.IsType<AlertChannel.Email>(settings.Channels[3]).Server;
        Assert.Equal(new SmtpServer("smtp.example.org", 587, SmtpTls.StartTls, new SmtpLogin("pawl", new SecretSource.FromEnvironment("SMTP_PASSWORD"))), server);
        Assert.Equal(8, settings.Rules.Length);
        Assert.Equal((FailureCategory.Persistent, Urgency.Urgent), (settings.Rules[0].Category, settings.Rules[0].Urgency));
        Assert.Equal((new TimeOnly(22, 0), "Europe/Berlin"), (settings.Rules[1].Quiet!.From, settings.Rules[1].Quiet!.Zone.Id));
        Assert.Equal([new StateRange(StateCode.From(5), StateCode.From(5)), new StateRange(StateCode.From(10), StateCode.From(40))], settings.Rules[2].States);
        Assert.Null(settings.Rules[0].QuietUntil(new DateTimeOffset(2026, 1, 5, 23, 0, 0, TimeSpan.Zero)));
        Assert.Equal([DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday], settings.Rules[4].Quiet!.Days);
        Assert.Equal(TimeSpan.FromHours(6), settings.Rules[5].After);
    }

    [Theory]
    [MemberData(nameof(RuleFaults))]
    public void A_mistake_in_a_rule_is_named_with_its_place_and_the_mend(string rule, string part) =>
        Assert.Contains(part, Fault(WithRules(rule)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(ChannelFaults))]
    public void A_mistake_in_a_channel_is_named_with_the_mend(string channel, string part) =>
        Assert.Contains(part, Fault($"channels:\n  - {channel}\nrules: []\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{name: x, type: slack, url: \"https://hooks.slack.com/services/T0/B0/verysecretword\"}")]
    [InlineData("{name: x, type: webhook, url: \"https://hooks.slack.com/services/T0/B0/verysecretword\"}")]
    [InlineData("{name: x, type: webhook, url: \"https://me:verysecretword@example.org/\"}")]
    [InlineData("{name: x, type: webhook, url: \"https://example.org/?token=verysecretword\"}")]
    [InlineData("{name: x, type: slack, url_env: \"https://hooks.slack.com/services/T0/B0/verysecretword\"}")]
    [InlineData("{name: x, type: webhook, url_env: A, secret_env: \"very-secret-word verysecretword\"}")]
    public void A_secret_in_the_file_is_refused_and_not_shown(string channel)
    {
        var faults = Faults($"channels:\n  - {channel}\nrules: []\n");
        Assert.NotEmpty(faults);
        Assert.DoesNotContain("verysecretword", string.Join('\n', faults), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_named_in_one_go_in_the_order_of_the_file()
    {
        var faults = Faults("""
            link: nowhere
            chanels: []
            channels:
              - {name: ops, type: slack, url_env: A}
              - {name: ops, type: teams, url_env: A}
            rules:
              - {name: a, on: failed, to: [ops]}
              - {name: a, on: failed, to: [ops, ops]}
            """);
        Assert.Equal([1, 2, 5, 8, 8], faults.Select(fault => fault.At.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("just words")]
    [InlineData("[1, 2]")]
    [InlineData("channels: {")]
    [InlineData("channels: 5\nrules: x")]
    public void What_is_no_file_of_alerts_is_refused(string text) => Assert.NotEmpty(Faults(text));
}
