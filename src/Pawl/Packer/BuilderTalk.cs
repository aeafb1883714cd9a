using System.Text.RegularExpressions;
using Pawl.Secrets;

namespace Pawl.Packer;

/// <summary>What each builder said last, and which of them failed.</summary>
internal sealed partial class BuilderTalk
{
    private const int MostBuilders = 64;
    private const int LinesEach = 40;
    private const int CharactersEach = 8_192;

    private readonly OrderedDictionary<string, TailLines> _builders = new(StringComparer.Ordinal);
    private readonly List<string> _failed = [];

    /// <summary>Takes a line for people; one that names no builder is nobody's.</summary>
    public void Add(string line)
    {
        var match = Said.Match(line);
        var name = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
        if (!match.Success || !(_builders.ContainsKey(name) || _builders.Count < MostBuilders))
            return;
        if (!_builders.TryGetValue(name, out var tail))
            _builders[name] = tail = new TailLines(LinesEach, CharactersEach);
        tail.Add(line);
    }

    /// <summary>Packer counts a builder among the failed ones.</summary>
    public void Failed(string name)
    {
        if (_failed.Count < MostBuilders && !_failed.Contains(name))
            _failed.Add(name);
    }

    /// <summary>What the failed builders said last; nothing when there were no others.</summary>
    public IEnumerable<string> OfFailed()
    {
        if (_failed.Count == 0 || _builders.Keys.All(_failed.Contains))
            yield break;
        yield return $"==> {_failed.Count} of {_builders.Count} builders failed; what they said last:";
        foreach (var line in _failed.SelectMany(name => _builders.TryGetValue(name, out var tail) ? tail.Lines : []))
            yield return line;
    }

    // "==> NAME: text", "    NAME: text", "--> NAME: text", and how Packer tells of a builder's end.
    [GeneratedRegex(@"^(?:==> |--> |    )([^:]{1,128}): |^Build '([^']{1,128})' (?:errored|finished)", RegexOptions.CultureInvariant)]
    private static partial Regex Said { get; }
}
