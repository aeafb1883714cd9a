namespace Pawl.Builds;

/// <summary>Something that must be done because of a change: it is written down with the change, and stays until it is done.</summary>
/// <param name="Id">Names it, within its build.</param>
/// <param name="Content">What is to be done, as whoever does it reads it.</param>
public sealed record Debt(string Id, string Content);
