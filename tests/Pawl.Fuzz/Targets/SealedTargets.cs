using Pawl.Sealing;

namespace Pawl.Fuzz.Targets;

/// <summary>Sealed values as they stand in events and tables.</summary>
internal static class SealedTargets
{
    /// <summary>What looks like a sealed text is one, and is written as it is read.</summary>
    public static Target Text { get; } = new("sealed-text", ["pawl:1:", "1:", "4294967295:", "AAAA", "-_", "=", " "], input =>
    {
        if (SealedText.TryParse(Promise.Text(input), out var value))
            Promise.RoundTrip(value, v => v.ToString(), text => SealedText.TryParse(text, out var again) ? again : throw new BrokenPromiseException($"a sealed text is none as it is written: {text}"));
    });
}
