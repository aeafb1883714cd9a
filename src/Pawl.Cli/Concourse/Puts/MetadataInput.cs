using System.Collections.Immutable;
using Pawl.Cli.Concourse.Requests;
using Pawl.Cli.Verbs;
using Pawl.Running;

namespace Pawl.Cli.Concourse.Puts;

/// <summary>Reads the metadata of a put: those of the params, and those that a task left in a file as it does for <c>pawl run</c>, in
/// <c>PAWL_OUTPUT</c>.</summary>
internal static class MetadataInput
{
    /// <exception cref="RequestException">The file isn't right.</exception>
    public static ImmutableArray<KeyValue> Read(PutRequest put)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in OfFile(put).Concat(put.Params.Texts("metadata")))
            values[key] = value;
        return [.. values.Select(pair => KeyValue.Of(pair.Key, pair.Value, put.Redactor))];
    }

    private static ImmutableArray<KeyValuePair<string, string>> OfFile(PutRequest put)
    {
        if (put.Folder.ReadBytes(put.Params, "metadata_file", OutputFile.LargestFile) is not { } bytes)
            return [];
        var read = OutputFile.Read(bytes);
        return read.Faults is [var fault, ..]
            ? throw put.Params.Fault("metadata_file", fault.Line > 0 ? $"line {fault.Line}: {fault.Message}" : fault.Message)
            : read.Values;
    }
}
