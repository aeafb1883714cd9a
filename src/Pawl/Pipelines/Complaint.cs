namespace Pawl.Pipelines;

/// <summary>Why a text is not what it should be.</summary>
/// <param name="What">What is wrong, to what.</param>
/// <param name="Mend">What to do.</param>
public readonly record struct Complaint(string What, string Mend)
{
    /// <inheritdoc/>
    public override string ToString() => $"{What}; {Mend}";
}
