using System.CommandLine;
using Pawl.Cli.Completion;
using Pawl.Cli.Output;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs;

/// <summary>A verb that makes a key, in a file that only its owner can read.</summary>
internal abstract class KeyFileVerb : Verb
{
    private readonly Argument<string> _file = new Argument<string>("FILE") { Description = "The file to make; it must not exist yet." }.Completing(Candidates.AllFiles);

    protected KeyFileVerb(string name, string summary)
        : base(name, summary) => Add(_file);

    public sealed override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public sealed override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var file = call.Get(_file);
        var text = KeyText.New();
        SecretFile.Create(file, text + "\n");
        await call.WriteLinesAsync([$"made key {NameOf(text)} in {Visible.Line(file)}"], cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }

    /// <summary>What tells the key from others.</summary>
    protected abstract string NameOf(string text);
}
