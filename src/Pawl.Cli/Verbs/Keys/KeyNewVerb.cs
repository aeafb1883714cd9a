using System.CommandLine;
using Pawl.Cli.Completion;
using Pawl.Cli.Output;
using Pawl.Sealing;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs.Keys;

/// <summary><c>pawl key new</c>.</summary>
internal sealed class KeyNewVerb : Verb
{
    private readonly Argument<string> _file = new Argument<string>("FILE") { Description = "The file to make; it must not exist yet." }.Completing(Candidates.AllFiles);

    public KeyNewVerb()
        : base("new", "Make a key that seals builds, in a file that only you can read. Keep a copy of it elsewhere: without it nothing sealed can be read.") => Add(_file);

    public override IReadOnlyList<string> Examples => ["pawl key new /etc/pawl/seal.key"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var file = call.Get(_file);
        var text = LocalKey.NewText();
        SecretFile.Create(file, text + "\n");
        await call.WriteLinesAsync([$"made key {LocalKey.Parse(text).Identity} in {Visible.Line(file)}"], cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
