namespace Pawl.Cli.Verbs.Alerts;

/// <summary><c>pawl alert schema</c>: the JSON Schema of files of alerts.</summary>
internal sealed class AlertSchemaVerb() : Verb("schema", "Print the JSON Schema of files of alerts, with which editors complete and check them.")
{
    public override IReadOnlyList<string> Examples => ["pawl alert schema > alerts.schema.json"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Done, ExitCode.Internal, ExitCode.Usage];

    public override ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        EmbeddedFile.CopyTo("alerts.schema.json", call.Out);
        return new(ExitCode.Done);
    }
}
