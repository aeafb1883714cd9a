using System.CommandLine;
using Pawl.Alerts;
using Pawl.Cli.Completion;
using Pawl.Cli.Output;
using Pawl.Yaml;

namespace Pawl.Cli.Verbs.Alerts;

/// <summary><c>pawl alert check</c>: names every fault of a file of alerts.</summary>
internal sealed class AlertCheckVerb : Verb
{
    private readonly Argument<string?> _file = new Argument<string?>("FILE")
    {
        Description = "The file; without it the one of --alerts.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
    }.Completing(Candidates.AllFiles);

    public AlertCheckVerb()
        : base("check", "Check a file of alerts: every fault with its line, its column and the mend. Sends nothing and reads no secret.") => Add(_file);

    public override IReadOnlyList<string> Examples => ["pawl alert check alerts.yaml"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = Codes([ExitCode.Done, ExitCode.Internal, ExitCode.Usage]);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var file = call.Get(_file) ?? AlertVerb.FileOf(call);
        var reading = AlertFile.Load(file);
        var faults = reading is AlertReading.Faulty faulty ? faulty.Faults : [];
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(ValidationJson.Of(faults), PawlJson.Readable.ValidationJson, cancellationToken).ConfigureAwait(false);
        else if (reading is AlertReading.Valid { Settings: var settings })
            await call.Out.WriteLineAsync($"{file} is valid: {settings.Channels.Length} channels, {settings.Rules.Length} rules").ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync(string.Join('\n', faults.Select(fault => Visible.Line(fault.ToString())))).ConfigureAwait(false);
        return faults.IsEmpty ? ExitCode.Done : ExitCode.Usage;
    }
}
