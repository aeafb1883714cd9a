using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Output;

/// <summary>A build for people: a few lines that say where it stands and what comes next.</summary>
internal static class BuildText
{
    private const int ErrorLines = 6;

    /// <summary>One line: where the build stands.</summary>
    public static string Line(BuildState build) => build.Status == BuildStatus.Completed
        ? $"build {build.Id} is completed"
        : $"build {build.Id} is at state {State(build)}, {build.Status.ToText()}";

    /// <summary><c>35 (Runtime prerequisites)</c>.</summary>
    public static string State(BuildState build) => $"{build.Current} ({Visible.Line(build.Plan.NameOf(build.Current))})";

    /// <summary>The whole block that <c>pawl status</c> shows.</summary>
    public static void Write(BuildState build, DateTimeOffset now, Terminal terminal)
    {
        Row(terminal, "build", build.Id.Value);
        Row(terminal, "state", State(build));
        Row(terminal, "status", terminal.Paint(ColourOf(build.Status), build.Status.ToText()));
        Row(terminal, "for", $"{build.Provider} / {build.ImageType}");
        if (build.Pipeline.Exists)
            Row(terminal, "pipeline", Visible.Line($"{build.Pipeline.Name} ({build.Pipeline.Path})"));
        Row(terminal, "progress", $"{build.Plan.States.Count(s => build.Completed.Contains(s.Code))} of {build.Plan.States.Length} states completed");
        Row(terminal, "started", TimeText.Both(build.StartTime, now));
        Row(terminal, "changed", TimeText.Both(build.LastUpdate, now));
        WriteWork(build, now, terminal);
        WriteFailure(build, now, terminal);
        WriteRecords(build, terminal);
    }

    /// <summary>How a mirror of a build stands.</summary>
    public static void WriteMirror(OutboxRow row, DateTimeOffset now, Terminal terminal)
    {
        var behind = $"{row.Owed.Value - row.Shipped.Value} events behind";
        var (colour, standing) = row switch
        {
            { IsDiverged: true } => (Colour.Red, "diverged: choose a copy with `pawl mirror choose`"),
            { IsBehind: false } => (Colour.Green, "up to date"),
            { Tries: 0 } => (Colour.Yellow, behind),
            _ => (Colour.Yellow, $"{behind}, tried {row.Tries} times, next try {TimeText.Both(row.Due, now)} (or `pawl sync`)"),
        };
        Row(terminal, "mirror", $"{Visible.Line(row.Target)}: {terminal.Paint(colour, standing)}");
        if (row.IsBehind && row.Error.Length > 0)
            Row(terminal, "", Visible.Line(row.Error));
    }

    public static Colour ColourOf(BuildStatus status) => status switch
    {
        BuildStatus.Running => Colour.Cyan,
        BuildStatus.Failed => Colour.Red,
        BuildStatus.Completed => Colour.Green,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "no such status"),
    };

    private static void WriteWork(BuildState build, DateTimeOffset now, Terminal terminal)
    {
        if (build.Attempt is { } attempt)
            Row(terminal, "attempt", $"{attempt.Number} of state {attempt.State}, since {TimeText.Both(attempt.StartedAt, now)}");
        if (build.Lease is not { } lease)
            return;
        var until = lease.IsLiveAt(now) ? $"until {TimeText.Both(lease.Until, now)} unless renewed" : $"ran out {TimeText.Both(lease.Until, now)}";
        Row(terminal, "held by", $"{Visible.Line(lease.Holder.Name)} since {TimeText.Absolute(lease.Since)}, {until}");
    }

    private static void WriteFailure(BuildState build, DateTimeOffset now, Terminal terminal)
    {
        if (build.LastFailure is not { Failure: var failure } last || build.Erasure is not null)
            return;
        Row(terminal, "failed", $"{TimeText.Both(last.At, now)}, {failure.Category.ToText()} ({Visible.Line(failure.Rule)}), {build.RetryCount} failed so far");
        foreach (var line in Visible.Text(failure.Error).Split('\n').Take(ErrorLines))
            Row(terminal, "", terminal.Paint(Colour.Red, line));
        if (failure.RetryAt is { } retry)
            Row(terminal, "next try", TimeText.Both(retry, now));
        else
            Row(terminal, "next", $"no automatic retry: look into it, then `pawl retry {build.Id} --reason REASON`");
    }

    private static void WriteRecords(BuildState build, Terminal terminal)
    {
        if (build.Erasure is { } erasure)
            Row(terminal, "erased", terminal.Paint(Colour.Red, $"by {Visible.Line(erasure.By)} at {TimeText.Absolute(erasure.At)}: {Visible.Line(erasure.Reason)}"));
        if (build.Hold is { } hold)
            Row(terminal, "on hold", $"by {Visible.Line(hold.By)} since {TimeText.Absolute(hold.Since)}: {Visible.Line(hold.Reason)}");
        if (build.Metadata.Count > 0)
            Row(terminal, "metadata", $"{build.Metadata.Count} (`pawl meta list {build.Id}`)");
        if (build.Artifacts.Count > 0)
            Row(terminal, "artifacts", $"{build.Artifacts.Count} (`pawl artifact list {build.Id}`)");
        if (build.ResumeToken.Length > 0)
            Row(terminal, "token", Ellipsis(Visible.Line(build.ResumeToken)));
    }

    private static string Ellipsis(string text) => text.Length > 100 ? text[..100] + "..." : text;

    private static void Row(Terminal terminal, string name, string value) => terminal.Out.WriteLine($"{name,-10} {value}");
}
