using System.CommandLine;

namespace Pawl.Cli.Verbs;

/// <summary>One verb of the command line. A subclass adds its arguments and options in its constructor.</summary>
internal abstract class Verb(string name, string summary) : Command(name, summary)
{
    /// <summary>The codes of every verb that uses a store, whatever it does.</summary>
    protected static IReadOnlyList<ExitCode> StoreCodes { get; } = [ExitCode.Done, ExitCode.Internal, ExitCode.Usage, ExitCode.Store];

    /// <summary>The codes of a verb that looks at one build.</summary>
    protected static IReadOnlyList<ExitCode> LookCodes { get; } = Codes(StoreCodes, ExitCode.NoSuchBuild);

    /// <summary>The codes of a verb that changes one build.</summary>
    protected static IReadOnlyList<ExitCode> ChangeCodes { get; } = Codes(LookCodes, ExitCode.NotAllowed);

    /// <summary>The codes of a verb that changes one build unless another worker holds it.</summary>
    protected static IReadOnlyList<ExitCode> WorkCodes { get; } = Codes(ChangeCodes, ExitCode.Held);

    /// <summary>Command lines that show what it is for.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Every code that it may end with.</summary>
    public abstract IReadOnlyList<ExitCode> ExitCodes { get; }

    /// <summary>Does the work.</summary>
    public abstract ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken);

    /// <summary>Codes and more codes, ascending.</summary>
    protected static IReadOnlyList<ExitCode> Codes(IEnumerable<ExitCode> some, params IEnumerable<ExitCode> more) =>
        [.. some.Concat(more).OrderBy(code => code.Number)];
}
