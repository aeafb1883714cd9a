using System.Text.Json;
using Pawl.Cli.Output;

namespace Pawl.Cli.Verbs.Erasing;

/// <summary><c>pawl subject export</c>.</summary>
internal sealed class SubjectExportVerb : SubjectVerb
{
    public SubjectExportVerb()
        : base("export", "Print what is recorded of a person, a line of JSON each: for his request to see it. Sensitive metadata isn't shown.")
    {
    }

    public override IReadOnlyList<string> Examples => ["pawl subject export 'Jane Doe' jdoe > jane.jsonl"];

    public override IReadOnlyList<ExitCode> ExitCodes => LookCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var subject = await SubjectAsync(call, cancellationToken).ConfigureAwait(false);
        await using var store = call.OpenStore();
        return await EachAsync(call, store, async id =>
        {
            var findings = await FindAsync(call, store, subject, id, cancellationToken).ConfigureAwait(false);
            foreach (var mention in findings.Mentions)
                await WriteAsync(call, MentionJson.Of(mention, findings.ValueOf(mention))).ConfigureAwait(false);
            foreach (var line in findings.Lines)
                await WriteAsync(call, MentionJson.Of(id, line, line.Text)).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }

    private static Task WriteAsync(Invocation call, MentionJson found) =>
        call.Out.WriteLineAsync(JsonSerializer.Serialize(found, PawlJson.Readable.MentionJson));
}
