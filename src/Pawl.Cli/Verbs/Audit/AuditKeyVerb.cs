using System.CommandLine;
using Pawl.Auditing;
using Pawl.Cli.Completion;
using Pawl.Cli.Output;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs.Audit;

/// <summary><c>pawl audit key</c>.</summary>
internal sealed class AuditKeyVerb : Verb
{
    private readonly Argument<string> _file = new Argument<string>("FILE") { Description = "The file to make; it must not exist yet." }.Completing(Candidates.AllFiles);

    public AuditKeyVerb()
        : base("key", "Make a key to sign anchors with, in a file that only you can read. Keep it where those who write to the store can't get it.") => Add(_file);

    public override IReadOnlyList<string> Examples => ["pawl audit key /etc/pawl/audit.key"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var file = call.Get(_file);
        var key = OperatorKey.New();
        SecretFile.Create(file, key.Reveal() + "\n");
        await call.WriteLinesAsync([$"made key {key.Name} in {Visible.Line(file)}"], cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
