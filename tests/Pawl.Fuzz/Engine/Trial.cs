namespace Pawl.Fuzz.Engine;

/// <summary>Tries inputs on a target, and keeps the smallest input of each finding.</summary>
/// <param name="target">The target.</param>
internal sealed class Trial(Target target)
{
    private const int MostTries = 5_000;

    private readonly Dictionary<string, int> _smallest = [];

    /// <summary>What an input does; null when it does what it may.</summary>
    public Finding? Try(byte[] input)
    {
        try
        {
            target.Try(input);
            return null;
        }
        catch (Exception e)
        {
            return Finding.Of(e);
        }
    }

    /// <summary>Tries an input. One that does something new is made smaller and written into a folder.</summary>
    public void Try(byte[] input, string folder)
    {
        if (Try(input) is not { } finding || (_smallest.TryGetValue(finding.Name, out var length) && length <= input.Length))
            return;
        var smaller = Shrink(input, finding.Name);
        _smallest[finding.Name] = smaller.Length;
        (Try(smaller) ?? finding).Write(folder, smaller);
    }

    // Takes out ever smaller parts as long as what is left does the same.
    private byte[] Shrink(byte[] input, string name)
    {
        var tries = 0;
        for (var part = Math.Max(input.Length / 2, 1); part > 0; part /= 2)
        {
            for (var at = 0; at < input.Length && tries < MostTries; tries++)
            {
                byte[] without = [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(at + part, input.Length))];
                if (Try(without)?.Name == name)
                    input = without;
                else
                    at += part;
            }
        }

        return input;
    }
}
