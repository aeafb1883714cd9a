using System.CommandLine;
using Pawl.Cli.Completion;
using Pawl.Cli.Output;
using Pawl.Pipelines;
using Pawl.Yaml;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl validate</c>: names every fault of a pipeline file.</summary>
internal sealed class ValidateVerb : Verb
{
    private readonly Argument<string> _file = new Argument<string>("FILE") { Description = "The pipeline file." }.Completing(Candidates.PipelineFiles);

    public ValidateVerb()
        : base("validate", "Check a pipeline file: every fault with its line, its column and the mend.") => Add(_file);

    public override IReadOnlyList<string> Examples => ["pawl validate pipeline.yaml"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = Codes([ExitCode.Done, ExitCode.Internal, ExitCode.Usage]);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var reading = PipelineFile.Load(call.Get(_file));
        var faults = reading is PipelineReading.Faulty faulty ? faulty.Faults : [];
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(ValidationJson.Of(faults), PawlJson.Readable.ValidationJson, cancellationToken).ConfigureAwait(false);
        else if (reading is PipelineReading.Valid valid)
            await call.Out.WriteLineAsync($"{call.Get(_file)} is valid: pipeline {valid.Pipeline.Name}, {valid.Pipeline.PlanFor().States.Length} states").ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync(string.Join('\n', faults.Select(fault => Visible.Line(fault.ToString())))).ConfigureAwait(false);
        return faults.IsEmpty ? ExitCode.Done : ExitCode.Usage;
    }
}
