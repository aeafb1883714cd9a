using Pawl.EndToEnd.Stores;
using Pawl.Servers.Alerts;

namespace Pawl.EndToEnd.Alerts;

/// <summary>The program with a file of alerts.</summary>
public abstract class AlertFixture : StoreFixture
{
    /// <summary>Points the program at a file of alerts.</summary>
    private protected void Write(string text)
    {
        Variables["PAWL_ALERTS"] = Path.Combine(Folder, "alerts.yaml");
        File.WriteAllText(Variables["PAWL_ALERTS"], text);
    }

    /// <summary>A channel to a receiver, and rules that tell it of failures and completions.</summary>
    private protected void Tell(WebhookReceiver receiver, string more = "") => Write($$"""
        channels:
          - {name: ops, type: webhook, url: "{{receiver.Address}}hook", secret_env: HOOK_SECRET}
        rules:
          - {name: broken, on: failed, to: [ops]{{more}}}
        """);
}
