using System.CommandLine.Parsing;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Secrets;

namespace Pawl.Cli;

/// <summary>Who works when a script drives a build: no process that lives as long as the work, so only a name.</summary>
internal static class ScriptWorker
{
    private const int MaxText = 200;

    /// <summary>Named by <c>PAWL_WORKER</c>, else <c>user@host</c>. Why it works is what <c>PAWL_REASON</c> says, else the command.</summary>
    public static Worker For(CommandResult command) => new(Name())
    {
        Origin = new(() => new Origin(
            Line(Environment.UserName), Line(Environment.MachineName), Line(WithoutSecrets(CiJob.Find(Variable))),
            Variable("PAWL_REASON") is { Length: > 0 } reason ? Line(WithoutSecrets(reason)) : Words(command))),
    };

    private static string Name() =>
        Line(Variable("PAWL_WORKER") is { Length: > 0 } own ? own : $"{Environment.UserName}@{Environment.MachineName}");

    private static string Words(SymbolResult? result) =>
        result is CommandResult command ? $"{Words(command.Parent)} {command.Command.Name}".TrimStart() : "";

    private static string WithoutSecrets(string text) => text.Length == 0 ? "" : Redactor.Standard.Redact(text);

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";

    private static string Line(string text) => Visible.Line(text.Length > MaxText ? text[..MaxText] : text);
}
