using System.Buffers;
using System.Security.Cryptography;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Running;

/// <summary>Measures the files that states make, and checks them before later states rely on them.</summary>
public static class ArtifactFile
{
    private const int BufferSize = 1024 * 1024;

    /// <summary>Reads a whole file for its size and checksum.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ArtifactMeasure> MeasureAsync(string path, CancellationToken cancellationToken)
    {
        switch (FileKinds.Of(path))
        {
            case FileKind.Folder:
                return new ArtifactMeasure.Unfit($"{path} is a folder, and an artifact is one file; pack it first, with tar for example");
            case FileKind.Special:
                return new ArtifactMeasure.Unfit($"{path} is a pipe, socket or device, and an artifact is a file; copy what it gives into one");
        }

        try
        {
            var stream = Open(path);
            await using (stream.ConfigureAwait(false))
            {
                return await MeasureAsync(stream, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ArtifactMeasure.Missing($"{path} does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ArtifactMeasure.Unfit($"{path} can't be read: {e.Message}");
        }
    }

    /// <summary>Compares a file with what was recorded of it.</summary>
    /// <param name="recorded">As it was when its state completed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ArtifactCheck> CheckAsync(Artifact recorded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        var file = new FileInfo(recorded.Path);
        // Another size needs no reading.
        if (file.Exists && file.Length != recorded.Size)
            return new ArtifactCheck.Changed($"{recorded.Path} has {file.Length} bytes, and had {recorded.Size} when state {recorded.State} completed");
        return await MeasureAsync(recorded.Path, cancellationToken).ConfigureAwait(false) switch
        {
            ArtifactMeasure.Measured now when now.Sha256 == recorded.Sha256 && now.Size == recorded.Size => new ArtifactCheck.Intact(),
            ArtifactMeasure.Measured now => new ArtifactCheck.Changed(
                $"{recorded.Path} has the SHA-256 {now.Sha256}, and had {recorded.Sha256} when state {recorded.State} completed"),
            ArtifactMeasure.Missing missing => new ArtifactCheck.Missing($"{missing.Message}; state {recorded.State} made it"),
            ArtifactMeasure.Unfit unfit => new ArtifactCheck.Changed(unfit.Message),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 0,
    });

    private static async Task<ArtifactMeasure> MeasureAsync(FileStream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var size = 0L;
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer.AsSpan(0, count));
                size += count;
            }

            return new ArtifactMeasure.Measured(size, Convert.ToHexStringLower(hash.GetCurrentHash()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>What measuring a file gave.</summary>
public abstract record ArtifactMeasure
{
    private ArtifactMeasure()
    {
    }

    /// <summary>The file is there.</summary>
    /// <param name="Size">Bytes.</param>
    /// <param name="Sha256">Lower-case hexadecimal.</param>
    public sealed record Measured(long Size, string Sha256) : ArtifactMeasure;

    /// <summary>There is no such file.</summary>
    public sealed record Missing(string Message) : ArtifactMeasure;

    /// <summary>It is a folder, or can't be read.</summary>
    public sealed record Unfit(string Message) : ArtifactMeasure;
}

/// <summary>What comparing a file with its record gave.</summary>
public abstract record ArtifactCheck
{
    private ArtifactCheck()
    {
    }

    /// <summary>It is as it was.</summary>
    public sealed record Intact : ArtifactCheck;

    /// <summary>It is no more.</summary>
    public sealed record Missing(string Message) : ArtifactCheck;

    /// <summary>It is another, or can't be read any more; the message says what differs.</summary>
    public sealed record Changed(string Message) : ArtifactCheck;
}
