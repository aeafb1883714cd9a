using System.Security.Cryptography;
using System.Text;
using Pawl.Pipelines;

namespace Pawl.Yaml;

/// <summary>Reads files of YAML; one that can't be read is refused with its place and what to do.</summary>
/// <param name="kind">What the files are, for messages.</param>
/// <param name="example">A name that such a file may have.</param>
/// <param name="begin">How to begin one.</param>
/// <param name="split">What to do about one that is too large.</param>
internal sealed class YamlFile<T>(string kind, string example, string begin, string split, Func<SourceNode, PipelineSource, T> read, Func<PipelineFault, T> refuse)
{
    /// <summary>The most bytes that a file may have.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is; messages name it as it is given here.</param>
    public T Load(string path)
    {
        try
        {
            if (path.Length == 0 || Directory.Exists(path))
                return Refuse(path, SourcePosition.WholeFile, $"a folder, not {kind}", $"name the file in it, such as {example}");
            return Read(ReadBytes(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse(path, SourcePosition.WholeFile, "there is no such file", $"check the path, or {begin}");
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
    public T Read(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.Length > MaxBytes)
            return Refuse(path, SourcePosition.WholeFile, "the file has more than 1 MiB", split);
        var source = new PipelineSource(path, Path.GetFullPath(path), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        try
        {
            return read(TreeReader.Read(Strict.GetString(bytes).TrimStart('\uFEFF')), source);
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

    private T Refuse(string path, SourcePosition at, string what, string mend) => refuse(PipelineFault.Of(path, at, new(what, mend)));
}
