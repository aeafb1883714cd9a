using System.CommandLine;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl completion</c>: prints a shell's completion script.</summary>
internal sealed class CompletionVerb : Verb
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or fish." };

    public CompletionVerb()
        : base("completion", "Print the script that makes a shell complete verbs, options, builds and pipeline files.")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Add(_shell);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "eval \"$(pawl completion bash)\"            # in ~/.bashrc",
        "eval \"$(pawl completion zsh)\"             # in ~/.zshrc, after compinit",
        "pawl completion fish | source             # in ~/.config/fish/config.fish",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Done, ExitCode.Internal, ExitCode.Usage];

    public override ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        EmbeddedFile.CopyTo($"pawl.{call.Get(_shell)}", call.Out);
        return new(ExitCode.Done);
    }
}
