namespace Pawl.Builds;

/// <summary>What a sealed value is about. The two can be forgotten apart from each other.</summary>
public enum SealedPart
{
    /// <summary>What was recorded.</summary>
    Content = 0,

    /// <summary>Who did it.</summary>
    Identity = 1,
}

/// <summary>One part of one event of a sealed build: what has a key of its own.</summary>
/// <param name="Version">The version that the event made.</param>
/// <param name="Part">What of it.</param>
public readonly record struct SealedPiece(BuildVersion Version, SealedPart Part);
