using System.CommandLine;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl help</c>: the table of exit codes.</summary>
internal sealed class HelpVerb : Verb
{
    private const string ExitCodesTopic = "exit-codes";

    private readonly Argument<string> _topic = new("TOPIC") { Description = $"{ExitCodesTopic}: what each exit code means." };

    public HelpVerb()
        : base("help", "Explain a topic: exit-codes. A verb is explained by `pawl VERB --help`.")
    {
        _topic.AcceptOnlyFromAmong(ExitCodesTopic);
        Add(_topic);
    }

    public override IReadOnlyList<string> Examples => ["pawl help exit-codes"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Done, ExitCode.Internal, ExitCode.Usage];

    public override ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        Help.WriteExitCodes(ExitCode.All, call.Out);
        return new(ExitCode.Done);
    }
}
