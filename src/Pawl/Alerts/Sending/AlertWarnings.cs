using System.Collections.Concurrent;

namespace Pawl.Alerts;

/// <summary>Says of each channel once that it fails: nobody reads the second line.</summary>
internal sealed class AlertWarnings(Action<string> warn)
{
    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);

    public void Say(string channel, string text)
    {
        if (_said.TryAdd(channel, true))
            warn(text);
    }
}
