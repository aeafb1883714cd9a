using System.Collections.Immutable;
using System.CommandLine;
using Pawl.Alerts;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Alerts;

/// <summary><c>pawl alert test</c>: shows that the ways to people work.</summary>
internal sealed class AlertTestVerb : AlertVerb
{
    private readonly Argument<string?> _channel = new("CHANNEL")
    {
        Description = "The channel; without it all channels.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
    };

    public AlertTestVerb()
        : base("test", "Send a message to the channels that says nothing has happened. Ends with 7 when one can't be reached.") => Add(_channel);

    public override IReadOnlyList<string> Examples => ["pawl alert test --alerts alerts.yaml", "pawl alert test ops"];

    protected override async ValueTask<ExitCode> RunAsync(Invocation call, AlertOffice office, IBuildStore store, CancellationToken cancellationToken)
    {
        var results = new List<AlertTestJson>();
        foreach (var channel in Channels(call.Get(_channel), office.Settings))
        {
            var failed = await office.TestAsync(channel, cancellationToken).ConfigureAwait(false) as SendResult.Failed;
            results.Add(new AlertTestJson(channel.Name, failed is null, failed?.Error ?? ""));
        }

        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(results, PawlJson.Readable.IReadOnlyListAlertTestJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync(string.Join('\n', results.Select(r => $"{r.Channel}: {(r.Sent ? "sent" : Visible.Line(r.Error))}"))).ConfigureAwait(false);
        return results.TrueForAll(result => result.Sent) ? ExitCode.Done : ExitCode.TimedOut;
    }

    private static ImmutableArray<AlertChannel> Channels(string? name, AlertSettings settings)
    {
        if (name is null)
            return settings.Channels;
        return [settings.FindChannel(name)
            ?? throw new UsageException($"there is no channel {Ask.Shorten(name)}; there are {string.Join(", ", settings.Channels.Select(channel => channel.Name))}")];
    }
}
