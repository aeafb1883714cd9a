using System.Security.Cryptography;
using System.Text;
using Pawl.Pipelines;

namespace Pawl.Yaml;

/// <summary>Reads pipeline files.</summary>
public static class PipelineFile
{
    /// <summary>The most bytes that a file may have.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file; one that can't be read is faulty too.</summary>
    /// <param name="path">Where it is; messages name it as it is given here.</param>
    public static PipelineReading Load(string path)
    {
        try
        {
            if (path.Length == 0 || Directory.Exists(path))
                return Refuse(path, SourcePosition.WholeFile, "a folder, not a pipeline file", "name the file in it, such as pipeline.yaml");
            return Read(ReadBytes(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse(path, SourcePosition.WholeFile, "there is no such file", "check the path, or write one with `pawl init-pipeline`");
        }
        catch (UnauthorizedAccessException)
        {
            return Refuse(path, SourcePosition.WholeFile, "this user may not read the file", "change its permissions, or run as its owner");
        }
        catch (IOException e)
        {
            return Refuse(path, SourcePosition.WholeFile, $"the file can't be read: {e.Message}", "check the disk and the path");
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">All of them, at most <see cref="MaxBytes"/>.</param>
    /// <param name="path">Where they come from.</param>
    public static PipelineReading Read(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.Length > MaxBytes)
            return Refuse(path, SourcePosition.WholeFile, "the file has more than 1 MiB", "keep scripts in files of their own, and run those");
        var source = new PipelineSource(path, Path.GetFullPath(path), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        try
        {
            return PipelineReader.Read(TreeReader.Read(Strict.GetString(bytes).TrimStart('\uFEFF')), source);
        }
        catch (DecoderFallbackException)
        {
            return Refuse(path, Utf8Position.OfFirstFault(bytes), "the file is not UTF-8 text here", "save it as UTF-8");
        }
        catch (YamlRefusedException e)
        {
            return Refuse(path, e.At, e.Complaint.What, e.Complaint.Mend);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[MaxBytes + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..length];
    }

    private static PipelineReading.Faulty Refuse(string path, SourcePosition at, string what, string mend) =>
        new([PipelineFault.Of(path, at, new(what, mend))]);
}
