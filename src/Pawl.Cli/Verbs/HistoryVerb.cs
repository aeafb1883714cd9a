using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl history</c>: what happened to a build.</summary>
internal sealed class HistoryVerb : LookVerb
{
    private readonly Option<int> _limit = Ask.LimitOption("The most lines, the newest ones; 0 for all of them.", 0);

    public HistoryVerb()
        : base("history", "Show a build's history, the oldest first: every attempt, failure, retry and rollback.") => Add(_limit);

    public override IReadOnlyList<string> Examples => ["pawl history web-42", "pawl history web-42 --limit 20", "pawl history web-42 --json | jq -c '.[]'"];

    protected override async ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildReader reader, CancellationToken cancellationToken)
    {
        var rows = Newest(reader.ReadRowsAsync(build.Id, cancellationToken), call.Get(_limit));
        if (call.WantsJson)
        {
            await call.Terminal.WriteJsonAsync(rows, PawlJson.Readable.IAsyncEnumerableHistoryRow, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }

        await foreach (var row in rows.ConfigureAwait(false))
            Write(row, build.Plan, call.Terminal);
        return ExitCode.Done;
    }

    private static IAsyncEnumerable<HistoryRow> Newest(IAsyncEnumerable<HistoryRow> rows, int limit) =>
        limit == 0 ? rows : rows.TakeLast(limit);

    private static void Write(HistoryRow row, Plan plan, Terminal terminal)
    {
        var name = StateCode.TryFrom((int)Math.Clamp(row.State, -1, 101), out var code) ? plan.NameOf(code) : "";
        var status = terminal.Paint(ColourOf(row.Status), $"{Visible.Line(row.Status),-12}");
        var start = $"{TimeText.Absolute(row.Timestamp)}  {row.State,3}  {status}  {Visible.Line(name)}";
        terminal.Out.WriteLine(row.ErrorMessage.Length == 0 ? start : $"{start}: {Visible.Line(Short(row.ErrorMessage))}");
    }

    // How it ended stands first, what it said last stands last.
    private static string Short(string text) => text.TrimEnd().Split('\n') is [var first, .., var last] ? $"{first} ... {last}" : text;

    private static Colour ColourOf(string status) => status switch
    {
        "completed" => Colour.Green,
        "failed" => Colour.Red,
        "started" => Colour.Cyan,
        _ => Colour.Yellow,
    };
}
