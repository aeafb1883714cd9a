using System.CommandLine;
using Pawl.Cli.Completion;
using Pawl.Metrics;

namespace Pawl.Cli.Verbs.Metrics;

/// <summary><c>pawl metrics</c>: a store in numbers, for Prometheus.</summary>
internal sealed class MetricsVerb : Verb
{
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(1), DefaultStuck = TimeSpan.FromHours(24);

    private readonly Option<string?> _file = new Option<string?>("--textfile")
    {
        Description = "Write them to this file, whole or not at all, instead of printing them: one in the folder of node_exporter's textfile collector, its name ending with .prom.",
        HelpName = "PATH",
    }.Completing(Candidates.AllFiles);

    private readonly Option<TimeSpan?> _window = Ask.DurationOption("--window", "Count attempts, failures and durations over this time. Default 24h.");
    private readonly Option<TimeSpan?> _stuck = Ask.DurationOption("--stuck-after", "An unfinished build that hasn't changed for so long is stuck. Default 24h.");
    private readonly Option<bool> _perBuild = new("--per-build") { Description = "Show unfinished builds one by one, too: a label build_id, and as many series as there are such builds." };

    public MetricsVerb()
        : base("metrics", "Print a store's metrics in Prometheus' text format, or write them for node_exporter.")
    {
        Add(_file);
        Add(_window);
        Add(_stuck);
        Add(_perBuild);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl metrics", "pawl metrics --textfile /var/lib/prometheus/node-exporter/pawl.prom", "pawl metrics --window 1h --stuck-after 4h --per-build"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        call.Place.RequireThere();
        var settings = new MetricSettings(
            call.Get(_window) ?? DefaultWindow, call.Get(_stuck) ?? DefaultStuck, call.Get(_perBuild) ? BuildDetail.PerBuild : BuildDetail.Totals);
        var builds = await BuildsAsync(settings, call, cancellationToken).ConfigureAwait(false);
        var mirrors = await MirrorsAsync(call, cancellationToken).ConfigureAwait(false);
        var text = MetricText.Of([.. builds, .. mirrors, Program]);
        if (call.Get(_file) is not { } file)
            await call.Out.WriteAsync(text).ConfigureAwait(false);
        else
            PublicFile.Replace(file, text);
        return ExitCode.Done;
    }

    private static MetricFamily Program =>
        new MetricFamily("pawl_program_info", "The program that counted.", MetricKind.Gauge).Add(1, ("version", Help.Version));

    private static async ValueTask<IReadOnlyList<MetricFamily>> BuildsAsync(
        MetricSettings settings, Invocation call, CancellationToken cancellationToken)
    {
        // Without its mirror: who only counts pulls nothing.
        await using var store = call.Open(call.Place);
        return await new StoreMetrics(call.Log(store), call.Time).ReadAsync(settings, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<IReadOnlyList<MetricFamily>> MirrorsAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.OpenOutbox() is not { } outbox)
            return [];
        await using (outbox.ConfigureAwait(false))
            return await StoreMetrics.ReadMirrorsAsync(outbox, cancellationToken).ConfigureAwait(false);
    }
}
