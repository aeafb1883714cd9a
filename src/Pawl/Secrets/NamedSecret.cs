namespace Pawl.Secrets;

/// <summary>A value that must appear nowhere, and the variable that has it.</summary>
/// <param name="Name">The variable's name, which is no secret.</param>
/// <param name="Value">Not empty.</param>
public sealed record NamedSecret(string Name, string Value)
{
    /// <summary>True when a text that is kept in clear, such as a build's id or a file's path, would tell the value. One of fewer than four
    /// characters stands in too much to tell anything.</summary>
    public bool StandsIn(string text) => Value.Length >= LiteralForms.Shortest && text.Contains(Value, StringComparison.OrdinalIgnoreCase);
}
