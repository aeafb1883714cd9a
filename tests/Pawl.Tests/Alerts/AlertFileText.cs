using System.Text;
using Pawl.Alerts;
using Pawl.Pipelines;
using Pawl.Yaml;
using Xunit;

namespace Pawl.Tests.Alerts;

/// <summary>Files of alerts as texts.</summary>
internal static class AlertFileText
{
    /// <summary>What docs/alerts.md shows.</summary>
    public const string Example = """
        link: https://ci.example.org/builds/{build}
        timezone: Europe/Berlin
        quiet_hours: {from: "22:00", to: "07:00"}
        channels:
          - {name: ops, type: slack, url_env: OPS_SLACK_WEBHOOK}
          - {name: office, type: teams, url_file: /etc/pawl/teams-webhook}
          - {name: ci, type: webhook, url: "https://ci.example.org/hooks/pawl", secret_env: PAWL_HOOK_SECRET}
          - name: mail
            type: email
            host: smtp.example.org
            from: pawl@example.org
            to: [images@example.org]
            user: pawl
            password_env: SMTP_PASSWORD
        rules:
          - {name: needs-people, on: failed, category: persistent, to: [ops, mail], urgent: true}
          - {name: tries-used-up, on: retries_used_up, to: [ops], group: 10m}
          - {name: flaky, on: failed, category: transient, states: [5, 10-40], to: [ops], at_most_every: 1h}
          - {name: tested, on: reached, states: [75], provider: [aws], to: [ci]}
          - {name: delivered, on: completed, to: [ci, office], quiet_hours: {from: "18:00", to: "09:00", days: [fri, sat, sun]}}
          - {name: too-long, on: stuck, for: 6h, to: [ops]}
          - {name: worker-gone, on: lease_lost, to: [ops]}
          - {name: copy-behind, on: mirror_behind, for: 15m, to: [ops]}
        """;

    /// <summary>A file with one channel and these rules.</summary>
    public static string WithRules(params string[] rules) =>
        "channels:\n  - {name: ops, type: slack, url_env: SLACK}\nrules:\n" + string.Concat(rules.Select(rule => $"  - {{{rule}}}\n"));

    public static AlertSettings Valid(string text) => AlertFile.Read(Encoding.UTF8.GetBytes(text), "alerts.yaml") switch
    {
        AlertReading.Valid valid => valid.Settings,
        AlertReading.Faulty faulty => throw new Xunit.Sdk.XunitException(string.Join('\n', faulty.Faults)),
        _ => throw new InvalidOperationException(),
    };

    public static IReadOnlyList<PipelineFault> Faults(string text) =>
        Assert.IsType<AlertReading.Faulty>(AlertFile.Read(Encoding.UTF8.GetBytes(text), "alerts.yaml")).Faults;

    /// <summary>The one fault of a file, as people read it.</summary>
    public static string Fault(string text) => Assert.Single(Faults(text)).ToString();
}
