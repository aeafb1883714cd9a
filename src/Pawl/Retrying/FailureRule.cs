using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pawl.Pipelines;
using Pawl.Running;

namespace Pawl.Retrying;

/// <summary>A pipeline's own rule that recognises a failure: by how the task ended, or by a line of its output.</summary>
public abstract record FailureRule
{
    /// <summary>What a rule may look like, for error messages.</summary>
    public const string Forms = "`exit 75`, `signal KILL`, `timeout` or `/regular expression/`";

    /// <summary>A shell reports a command of its own that a signal killed as this plus the signal's number.</summary>
    private const int ShellSignalBase = 128;

    private const int MaxExitCode = 255;

    private FailureRule(string text) => Text = text;

    /// <summary>The rule as the pipeline has it.</summary>
    public string Text { get; }

    /// <summary>True when the failure is one that the rule means.</summary>
    /// <param name="end">How the task ended.</param>
    /// <param name="lines">The last lines of its output.</param>
    public abstract bool Matches(TaskEnd end, IReadOnlyList<string> lines);

    /// <inheritdoc/>
    public sealed override string ToString() => Text;

    /// <summary>Reads a rule.</summary>
    /// <param name="text">One of <see cref="Forms"/>.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="complaint">What is wrong with the text.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out FailureRule? rule, out Complaint complaint)
    {
        (rule, complaint) = text switch
        {
            "timeout" => (new Timeout(), default),
            _ when text.StartsWith("exit ", StringComparison.Ordinal) => ReadExit(text),
            _ when text.StartsWith("signal ", StringComparison.Ordinal) => ReadSignal(text),
            _ when text.StartsWith('/') => ReadPattern(text),
            _ => ((FailureRule?)null, new Complaint($"`{text}` is no rule", $"write {Forms}")),
        };
        return rule is not null;
    }

    private static (FailureRule? Rule, Complaint Complaint) ReadExit(string text) =>
        text["exit ".Length..] is [>= '1' and <= '9', ..] digits
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
        && code <= MaxExitCode
            ? (new Exit(code), default)
            : (null, new Complaint($"`{text}` names no exit code of a failure", "write `exit` and a number from 1 to 255"));

    private static (FailureRule? Rule, Complaint Complaint) ReadSignal(string text) =>
        SignalName.TryParse(text["signal ".Length..], out var number)
            ? (new Signal(text, number), default)
            : (null, new Complaint($"`{text}` names no signal", "write `signal` and a number from 1 to 64 or a name such as TERM, KILL, SEGV"));

    private static (FailureRule? Rule, Complaint Complaint) ReadPattern(string text)
    {
        if (text.Length < 3 || text[^1] != '/')
            return (null, new Complaint($"`{text}` is no regular expression between slashes", "write it as `/.../`, with (?i) in front to ignore case"));
        return OutputPattern.TryParse(text[1..^1], out var pattern, out var complaint) ? (new Pattern(text, pattern), default) : (null, complaint);
    }

    /// <summary>The task's exit code is this one.</summary>
    public sealed record Exit(int Code) : FailureRule($"exit {Code}")
    {
        /// <inheritdoc/>
        public override bool Matches(TaskEnd end, IReadOnlyList<string> lines) => end is TaskEnd.Exited exited && exited.Code == Code;
    }

    /// <summary>A signal ended the task, or a command whose end its shell passed on.</summary>
    public sealed record Signal : FailureRule
    {
        internal Signal(string text, int number)
            : base(text) => Number = number;

        /// <summary>The signal's number.</summary>
        public int Number { get; }

        /// <inheritdoc/>
        public override bool Matches(TaskEnd end, IReadOnlyList<string> lines) => end switch
        {
            TaskEnd.Signaled signaled => signaled.Signal == Number,
            TaskEnd.Exited exited => exited.Code == ShellSignalBase + Number,
            _ => false,
        };
    }

    /// <summary>The task took longer than its state's timeout.</summary>
    public sealed record Timeout() : FailureRule("timeout")
    {
        /// <inheritdoc/>
        public override bool Matches(TaskEnd end, IReadOnlyList<string> lines) => end is TaskEnd.TimedOut;
    }

    /// <summary>A line of the output matches a regular expression.</summary>
    public sealed record Pattern : FailureRule
    {
        private readonly OutputPattern _pattern;

        internal Pattern(string text, OutputPattern pattern)
            : base(text) => _pattern = pattern;

        /// <inheritdoc/>
        public override bool Matches(TaskEnd end, IReadOnlyList<string> lines) => _pattern.MatchesAny(lines);

        /// <inheritdoc/>
        public bool Equals(Pattern? other) => other?.Text == Text;

        /// <inheritdoc/>
        public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
    }
}
