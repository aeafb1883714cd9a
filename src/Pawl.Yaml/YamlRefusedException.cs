using Pawl.Pipelines;

namespace Pawl.Yaml;

/// <summary>A text is not YAML, or uses more of YAML than a pipeline file may.</summary>
internal sealed class YamlRefusedException(SourcePosition at, string what, string mend) : Exception($"{what}; {mend}")
{
    /// <summary>Where.</summary>
    public SourcePosition At { get; } = at;

    /// <summary>Why, and what to do.</summary>
    public Complaint Complaint { get; } = new(what, mend);
}
