namespace Pawl.Cli.Verbs;

/// <summary><c>pawl schema</c>: the JSON Schema of pipeline files.</summary>
internal sealed class SchemaVerb() : Verb("schema", "Print the JSON Schema of pipeline files, with which editors complete and check them.")
{
    public override IReadOnlyList<string> Examples => ["pawl schema > pipeline.schema.json"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Done, ExitCode.Internal, ExitCode.Usage];

    public override ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        EmbeddedFile.CopyTo("pipeline.schema.json", call.Out);
        return new(ExitCode.Done);
    }
}
