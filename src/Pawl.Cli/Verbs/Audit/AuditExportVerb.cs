using System.CommandLine;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Audit;

/// <summary><c>pawl audit export</c>.</summary>
internal sealed class AuditExportVerb : Verb
{
    private readonly Argument<BuildId?> _build = Ask.OptionalBuildId("The build; without it all builds of the store.");

    private readonly Option<ArchiveFormat> _format = new("--format")
    {
        Description = "jsonl: a line of JSON an event; csv: a record an event, after a line with the columns' names.",
        HelpName = "jsonl|csv",
        DefaultValueFactory = _ => ArchiveFormat.JsonLines,
        CustomParser = result => Ask.Text(result) switch
        {
            "jsonl" => ArchiveFormat.JsonLines,
            "csv" => ArchiveFormat.Csv,
            _ => Ask.Refuse<ArchiveFormat>(result, $"--format: '{Ask.Shown(result)}' is none; there are jsonl and csv"),
        },
    };

    private readonly Option<DateTimeOffset?> _since = Ask.TimeOption("--since", "Only what happened then or later.");
    private readonly Option<DateTimeOffset?> _until = Ask.TimeOption("--until", "Only what happened before then.");

    private readonly Option<string[]> _kinds = new("--kind")
    {
        Description = "Only events of this kind, such as failed or rolled_back; may be given several times.",
        HelpName = "KIND",
    };

    private readonly Option<string?> _by = new("--by") { Description = "Only what this worker did.", HelpName = "NAME" };

    public AuditExportVerb()
        : base("export", "Print the events of builds for an archive: who did what, when, from where and why, with the hashes that chain them.")
    {
        Add(_build);
        Add(_format);
        Add(_since);
        Add(_until);
        Add(_kinds);
        Add(_by);
        _kinds.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !BuildJson.Kinds.Contains(token.Value)))
                result.AddError($"--kind: there is no event '{Ask.Shorten(token.Value)}'; there are {string.Join(", ", BuildJson.Kinds)}");
        });
    }

    public override IReadOnlyList<string> Examples =>
    [
        "pawl audit export web-42", "pawl audit export --since 2026-01-01 --until 2026-04-01 --format csv > q1.csv",
        "pawl audit export --kind manual_retry --kind rolled_back | jq -r '[.buildId, .event.by, .event.reason] | @tsv'",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes => LookCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Get(_build) is null)
            call.Place.RequireThere();
        await using var store = call.OpenStore();
        if (call.Get(_format) == ArchiveFormat.Csv)
            await call.Out.WriteLineAsync(ExportedEvent.CsvHead).ConfigureAwait(false);
        var only = call.Get(_build);
        var ids = only is { } one ? AsyncEnumerable.Repeat(one, 1) : store.ListAllIdsAsync(cancellationToken);
        await foreach (var id in ids.ConfigureAwait(false))
        {
            var version = BuildVersion.None;
            await foreach (var happened in store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
            {
                version = version.Next;
                if (IsAskedFor(happened, call))
                    await call.Out.WriteLineAsync(Line(new ExportedEvent(id, version, happened), call.Get(_format))).ConfigureAwait(false);
            }

            if (version == BuildVersion.None && only is not null)
                throw new NoSuchBuildException(id, store.Location);
        }

        return ExitCode.Done;
    }

    private bool IsAskedFor(BuildEvent happened, Invocation call) =>
        !(happened.At < call.Get(_since)) && !(happened.At >= call.Get(_until))
        && (call.Get(_kinds) is not { Length: > 0 } kinds || kinds.Contains(BuildJson.KindOf(happened)))
        && (call.Get(_by) is not { } by || by == happened.By);

    private static string Line(ExportedEvent exported, ArchiveFormat format) => format == ArchiveFormat.Csv ? exported.ToCsv() : exported.ToJson();
}

/// <summary>How an archive is written.</summary>
internal enum ArchiveFormat
{
    /// <summary>A line of JSON an event.</summary>
    JsonLines,

    /// <summary>RFC 4180.</summary>
    Csv,
}
