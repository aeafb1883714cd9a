using Pawl.Cli.Output;

namespace Pawl.Cli.Verbs.Erasing;

/// <summary><c>pawl subject find</c>.</summary>
internal sealed class SubjectFindVerb : SubjectVerb
{
    private static readonly string[] Heads = ["BUILD", "WHERE", "WHAT", "IS ERASED WITH"];

    public SubjectFindVerb()
        : base("find", "Find where a person is named: in histories, metadata, artifacts, and the logs on this machine. Shows no values.")
    {
    }

    public override IReadOnlyList<string> Examples => ["pawl subject find 'Jane Doe' jdoe jane.doe@example.org", "pawl subject find --names names.txt --json"];

    public override IReadOnlyList<ExitCode> ExitCodes => LookCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var subject = await SubjectAsync(call, cancellationToken).ConfigureAwait(false);
        await using var store = call.OpenStore();
        var found = new List<MentionJson>();
        var code = await EachAsync(call, store, async id =>
        {
            var findings = await FindAsync(call, store, subject, id, cancellationToken).ConfigureAwait(false);
            found.AddRange(findings.Mentions.Select(mention => MentionJson.Of(mention, null)));
            found.AddRange(findings.Lines.Select(line => MentionJson.Of(id, line, null)));
        }, cancellationToken).ConfigureAwait(false);
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(found, PawlJson.Readable.IReadOnlyListMentionJson, cancellationToken).ConfigureAwait(false);
        else if (found.Count > 0)
            PlainTable.Write(call.Terminal, Heads, [.. found.Select(Row)]);
        else if (code == ExitCode.Done)
            call.Terminal.Note($"nothing in {call.Place.Text} names this person");
        return code;
    }

    private static string[] Row(MentionJson found) => found.Log is { } log
        ? [found.BuildId, $"{log}:{found.Line}", "log", With(found.Erasable)]
        : [found.BuildId, $"event {found.Version}", $"{found.Kind}: {found.Field}", With(found.Erasable)];

    private static string With(string erasable) => erasable switch
    {
        "value" => "its event's values",
        "log" => "the whole log",
        _ => "the whole build only",
    };
}
