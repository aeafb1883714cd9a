namespace Pawl.Cli.Output;

/// <summary>An error as JSON.</summary>
internal sealed record ErrorJson(ErrorFacts Error);

internal sealed record ErrorFacts(int Code, string Kind, string Message);
