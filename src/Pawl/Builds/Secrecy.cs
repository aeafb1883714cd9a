namespace Pawl.Builds;

/// <summary>Who is shown a metadata value.</summary>
public enum Secrecy
{
    /// <summary>Whoever may look at the build.</summary>
    Open,

    /// <summary>Those who ask for it expressly, which is recorded.</summary>
    Sensitive,
}
