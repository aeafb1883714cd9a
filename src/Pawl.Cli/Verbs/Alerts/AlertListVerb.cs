using Pawl.Alerts;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Alerts;

/// <summary><c>pawl alert list</c>: what people haven't been told yet.</summary>
internal sealed class AlertListVerb() : AlertVerb("list", "List the alerts that are owed: to whom, since when, why sending failed last and when it is tried again.")
{
    public override IReadOnlyList<string> Examples => ["pawl alert list", "pawl alert list --json | jq '.[].error'"];

    protected override async ValueTask<ExitCode> RunAsync(Invocation call, AlertOffice office, IBuildStore store, CancellationToken cancellationToken)
    {
        var owed = await office.ListAsync(of: null, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var rows = owed.OrderBy(alert => alert.Alert.At).Select(AlertJson.Of).ToArray();
        if (call.WantsJson)
        {
            await call.Terminal.WriteJsonAsync(rows, PawlJson.Readable.IReadOnlyListAlertJson, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }

        var now = call.Time.GetUtcNow();
        foreach (var row in rows)
        {
            var wait = row.Held ? "quiet hours until" : row.Tries > 0 ? $"tries: {row.Tries}, next" : "due";
            var line = $"{TimeText.Absolute(row.Timestamp)} {row.Channel}: {Visible.Line(row.Text)} ({wait} {TimeText.Both(row.Due, now)})";
            await call.Out.WriteLineAsync(line).ConfigureAwait(false);
            if (row.Error.Length > 0)
                await call.Out.WriteLineAsync($"    {Visible.Line(row.Error)}").ConfigureAwait(false);
        }

        foreach (var channel in office.Settings.Channels)
        {
            var health = await office.ReadHealthAsync(channel, cancellationToken).ConfigureAwait(false);
            var line = $"{channel.Name} fails, tries: {health.Tries}, next {TimeText.Both(health.Due, now)}: {Visible.Line(health.Error)}";
            if (health.Tries > 0)
                await call.Out.WriteLineAsync(line).ConfigureAwait(false);
        }

        if (rows.Length == 0)
            await call.Out.WriteLineAsync("no alerts are owed").ConfigureAwait(false);
        return ExitCode.Done;
    }
}
