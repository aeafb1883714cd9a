using Pawl.Pipelines;

namespace Pawl.Yaml;

/// <summary>Reads pipeline files.</summary>
public static class PipelineFile
{
    /// <summary>The most bytes that a file may have.</summary>
    public const int MaxBytes = YamlFile<PipelineReading>.MaxBytes;

    private static readonly YamlFile<PipelineReading> File = new(
        "a pipeline file", "pipeline.yaml", "write one with `pawl init-pipeline`", "keep scripts in files of their own, and run those",
        PipelineReader.Read, fault => new PipelineReading.Faulty([fault]));

    /// <summary>Reads a file; one that can't be read is faulty too.</summary>
    /// <param name="path">Where it is; messages name it as it is given here.</param>
    public static PipelineReading Load(string path) => File.Load(path);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">All of them, at most <see cref="MaxBytes"/>.</param>
    /// <param name="path">Where they come from.</param>
    public static PipelineReading Read(ReadOnlySpan<byte> bytes, string path) => File.Read(bytes, path);
}
