using Pawl.Alerts;

namespace Pawl.Yaml;

/// <summary>Reads files of alerts.</summary>
public static class AlertFile
{
    private static readonly YamlFile<AlertReading> File = new(
        "a file of alerts", "alerts.yaml", "begin one as docs/alerts.md shows", "a file of alerts is a page or two",
        AlertReader.Read, fault => new AlertReading.Faulty([fault]));

    /// <summary>Reads a file; one that can't be read is faulty too.</summary>
    /// <param name="path">Where it is; messages name it as it is given here.</param>
    public static AlertReading Load(string path) => File.Load(path);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">All of them.</param>
    /// <param name="path">Where they come from.</param>
    public static AlertReading Read(ReadOnlySpan<byte> bytes, string path) => File.Read(bytes, path);
}
