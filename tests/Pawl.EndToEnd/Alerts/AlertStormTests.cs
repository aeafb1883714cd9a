using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pawl.Alerts;
using Pawl.Builds;
using Pawl.EndToEnd.Crashes;
using Pawl.Mail;
using Pawl.Servers.Alerts;
using Pawl.Sqlite;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Pawl.Yaml;

namespace Pawl.EndToEnd.Alerts;

/// <summary>A thousand transitions while the receivers fail at random and senders are killed: each rule's alert arrives.</summary>
public sealed partial class AlertStormTests : AlertFixture
{
    private const int Builds = 24;
    private const int Kills = 6;

    private static readonly WebhookFault[] Faults = [.. Enum.GetValues<WebhookFault>().Where(fault => fault is not (WebhookFault.None or WebhookFault.Hang))];

    // Each state of each build fails once, and is then completed: a transition each.
    private static int Transitions => Builds * StandardStates.Plan.States.Length * 2;

    [Fact]
    public async Task Every_alert_of_a_thousand_transitions_arrives_at_least_once()
    {
        Assert.SkipWhen(SmtpReceiver.Availability is not null, SmtpReceiver.Availability ?? "");
        Assert.True(Transitions >= 1_000);
        var random = new Random(11);
        await using var mail = await SmtpReceiver.StartAsync(new SmtpBehaviour { Drop = 0.1 }, None);
        await using var hook = WebhookReceiver.Start(() => Next(random));
        await using var slack = WebhookReceiver.Start(() => Next(random));
        Variables["HOOK_SECRET"] = "secret";
        Variables["SLACK"] = $"{slack.Address}services/x";
        Write($$"""
            channels:
              - {name: hook, type: webhook, url: "{{hook.Address}}", secret_env: HOOK_SECRET}
              - {name: slack, type: slack, url_env: SLACK}
              - {name: mail, type: email, host: 127.0.0.1, port: {{mail.Port}}, tls: none, from: a@example.org, to: [b@example.org]}
            rules:
              - {name: step, on: reached, to: [hook]}
              - {name: broken, on: failed, to: [slack, hook]}
              - {name: done, on: completed, to: [hook, slack, mail]}
              - {name: tested, on: reached, states: [75, 80, 85, 90], to: [mail]}
            """);

        var raised = await ChangeAsync();
        await KillSendersAsync();
        await DrainAsync();

        var byMail = mail.Got.Select(got => MessageId().Match(got.Text).Groups[1].Value).ToList();
        Arrived("hook", raised.Where(one => one.Channel == "hook").Select(one => one.Alert.Id), Accepted(hook).SelectMany(got => Ids(got.Body)), hook.Got.Count);
        Arrived("mail", raised.Where(one => one.Channel == "mail").Select(one => one.Alert.Id), byMail, byMail.Count);
        // Slack has no place for an id: its messages are told apart by what they say.
        Arrived("slack", raised.Where(one => one.Channel == "slack").Select(one => one.Alert.Text).Distinct(), Accepted(slack).Select(got => Text(got.Body)), slack.Got.Count);
        Assert.DoesNotContain(hook.Got, got => got.Body.Contains("secret", StringComparison.Ordinal));
    }

    // Workers of several processes make the changes, and send as well as they can.
    private async Task<ImmutableArray<(string Channel, Alert Alert)>> ChangeAsync()
    {
        var raised = new List<(string, Alert)>();
        await Parallel.ForAsync(0, Builds, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = None }, async (number, _) =>
        {
            await using var store = Open(TimeProvider.System, out var office);
            var build = BuildState.None(BuildId.Parse($"web-{number}"));
            build = await AppendAsync(store, Now(build).Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None), office, raised);
            while (build.Status != BuildStatus.Completed)
            {
                build = await AppendAsync(store, Now(build).Fail(build.Current, new Failure($"attempt {build.Version} failed", FailureCategory.Transient, "x", null)), office, raised);
                build = await AppendAsync(store, Now(build).Succeed(build.Current), office, raised);
            }
        });
        return [.. raised];
    }

    private static async Task<BuildState> AppendAsync(AlertingBuildStore store, Change change, AlertOffice office, List<(string, Alert)> raised)
    {
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));
        lock (raised)
            raised.AddRange(AlertRules.Raise(office.Settings.Rules, change));
        return change.After;
    }

    private static Change Now(BuildState build) => Change.To(build, new Occasion(DateTimeOffset.UtcNow, new Worker("storm")));

    // The real program, killed while it sends.
    private async Task KillSendersAsync()
    {
        Variables["PAWL_STORE"] = Store;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var sender = PawlProcess.Start(Path.Combine(Folder, $"sender-{kill}"), Variables.Append(new("HOME", Folder)), "alert", "send", "--follow");
            await Task.Delay(TimeSpan.FromMilliseconds(400 + (200 * kill)), None);
            sender.SignalGroup(PawlProcess.Kill);
            await sender.ExitAsync(TimeSpan.FromSeconds(10));
        }
    }

    private async Task DrainAsync()
    {
        await using var store = Open(new ShiftedTime(TimeSpan.FromMinutes(2)), out var office);
        while ((await office.SendOwedAsync(DeliveryHaste.Now, None)).Waiting > 0)
        {
        }
    }

    private AlertingBuildStore Open(TimeProvider time, out AlertOffice office)
    {
        var settings = Assert.IsType<AlertReading.Valid>(AlertFile.Load(Variables["PAWL_ALERTS"])).Settings;
        var haste = new HastyTime(50);
        var senders = new AlertSenders(settings.Link, Variables, haste, email => new MailAlertSender(email, settings.Link, Variables, haste));
        var store = SqliteBuildStore.Open(Store, new SqliteOptions { Durability = SqliteDurability.Normal });
        office = new AlertOffice(
            settings, senders, () => DirectoryObjects.Open(Path.Combine(Store, ".alerts")), _ => SqliteBuildStore.Open(Store, new SqliteOptions { Durability = SqliteDurability.Normal }),
            store, new StoreContext(time, _ => { }));
        return new AlertingBuildStore(store, office);
    }

    private static WebhookFault Next(Random random)
    {
        lock (random)
            return random.NextDouble() switch { < 0.85 => WebhookFault.None, < 0.99 => Faults[random.Next(Faults.Length)], _ => WebhookFault.Hang };
    }

    private static IEnumerable<string> Ids(string body) =>
        JsonDocument.Parse(body).RootElement.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("id").GetString()!);

    private static string Text(string body) => JsonDocument.Parse(body).RootElement.GetProperty("text").GetString()!;

    // What the receiver said yes to.
    private static IEnumerable<ReceivedWebhook> Accepted(WebhookReceiver receiver) => receiver.Got.Where(got => got.Answered is WebhookFault.None or WebhookFault.Flood);

    private static void Arrived(string channel, IEnumerable<string> expected, IEnumerable<string> got, int messages)
    {
        var all = expected.ToHashSet(StringComparer.Ordinal);
        Assert.Subset(got.ToHashSet(StringComparer.Ordinal), all);
        var told = $"{channel}: {all.Count} alerts arrived, {messages - all.Count} times one came again";
        TestContext.Current.TestOutputHelper!.WriteLine(told);
        TestContext.Current.SendDiagnosticMessage(told);
    }

    [GeneratedRegex("Message-Id: <([0-9a-f]{32})@pawl.invalid>", RegexOptions.IgnoreCase)]
    private static partial Regex MessageId();
}
