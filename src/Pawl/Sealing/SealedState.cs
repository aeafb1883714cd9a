using Pawl.Builds;

namespace Pawl.Sealing;

/// <summary>Looks at recorded states for what isn't sealed and has to be: another program can write into a store's tables.</summary>
public static class SealedState
{
    /// <summary>True when a sealed build's metadata holds something in the clear.</summary>
    public static bool HasClearMetadata(BuildState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return !state.Seal.IsNone && state.Metadata.Values.Any(value => value.Length > 0 && !SealedText.IsStart(value));
    }
}
