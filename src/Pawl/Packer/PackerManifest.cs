using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Packer;

/// <summary>The file that Packer's manifest post-processor writes
/// (https://developer.hashicorp.com/packer/docs/post-processors/manifest). Later runs of Packer add to it.</summary>
/// <param name="File">As the user names it.</param>
/// <param name="LastRun">The id of the run that wrote last.</param>
/// <param name="Builds">What all its runs made, the oldest first.</param>
public sealed record PackerManifest(string File, string LastRun, ImmutableArray<ManifestBuild> Builds)
{
    /// <summary>Bytes of the whole file.</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    /// <summary>Builds of one manifest, and files of one build.</summary>
    public const int MostEntries = 1_000;

    /// <summary>Reads one.</summary>
    /// <exception cref="PackerFaultException">The file can't be read, or isn't a manifest.</exception>
    public static async Task<PackerManifest> LoadAsync(string file, CancellationToken cancellationToken)
    {
        if (FileKinds.Of(file) is var kind and not FileKind.Regular)
            throw new PackerFaultException(kind == FileKind.Nothing
                ? $"the manifest {file} does not exist; does the template have a manifest post-processor that writes it?"
                : $"{file} is {kind.ToText()}, and a manifest of Packer is a file");
        try
        {
            var stream = System.IO.File.OpenRead(file);
            await using (stream.ConfigureAwait(false))
            {
                if (stream.Length > LargestFile)
                    throw new PackerFaultException($"{file} has {stream.Length} bytes, and a manifest of Packer at most {LargestFile}; let the template write a new one (packer build -force, or remove the old file)");
                var bytes = new byte[stream.Length + 1];
                var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return Parse(file, bytes.AsMemory(0, length));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PackerFaultException($"the manifest {file} can't be read: {e.Message}");
        }
    }

    /// <summary>Reads the content of one.</summary>
    /// <exception cref="PackerFaultException">It isn't a manifest.</exception>
    public static PackerManifest Parse(string file, ReadOnlyMemory<byte> content)
    {
        var text = content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
            throw new PackerFaultException($"{file} is empty, and not a manifest of Packer");
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(file, new ManifestNode(file, "$", document.RootElement));
        }
        catch (InvalidOperationException)
        {
            throw new PackerFaultException($"{file} is not a manifest of Packer: a name in it holds half of a character");
        }
        catch (JsonException e)
        {
            throw new PackerFaultException($"{file} is not JSON, from line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} on; give it the file that Packer's manifest post-processor writes");
        }
    }

    /// <summary>What a run made.</summary>
    /// <exception cref="PackerFaultException">The manifest has no such run.</exception>
    public ImmutableArray<PackerArtifact> Of(ManifestRun run)
    {
        var chosen = run switch
        {
            ManifestRun.All => Builds,
            ManifestRun.Named named => [.. Builds.Where(build => build.Run == named.Id)],
            _ => [.. Builds.Where(build => build.Run == LastRun)],
        };
        return chosen.IsEmpty ? throw NoSuchRun(run) : [.. chosen.Select(build => build.Artifact)];
    }

    private PackerFaultException NoSuchRun(ManifestRun run)
    {
        if (Builds.IsEmpty)
            return new($"{File} has no builds: no builder of the template came to its end");
        var known = string.Join(", ", Builds.Select(build => build.Run).Distinct().TakeLast(5));
        return new($"{File} has nothing of run {(run is ManifestRun.Named named ? named.Id : LastRun)}; its last runs are {known}");
    }

    private static PackerManifest Read(string file, ManifestNode root) =>
        new(file, root["last_run_uuid"].OptionalText(), [.. Few(root["builds"], root["builds"].Elements()).Select(ReadBuild)]);

    private static ManifestBuild ReadBuild(ManifestNode build) => new(
        build["packer_run_uuid"].OptionalText(),
        new PackerArtifact(
            Name(build["name"]),
            build["builder_type"].OptionalText(),
            Fitting(build["artifact_id"], build["artifact_id"].OptionalText()),
            [.. Few(build["files"], build["files"].OptionalElements()).Select(ReadFile)],
            [.. Few(build["custom_data"], build["custom_data"].OptionalFields()).Select(pair => KeyValuePair.Create(pair.Name, Fitting(pair.Value, pair.Value.Text())))]));

    private static PackerFile ReadFile(ManifestNode file)
    {
        var name = file["name"];
        return new PackerFile(Name(name), file["size"].OptionalSize(), name.Path);
    }

    private static string Name(ManifestNode node) => node.Text() switch
    {
        "" => throw node.Fault("is empty"),
        var name when name.Any(char.IsControl) => throw node.Fault("has a control character in it"),
        var name => name,
    };

    // It becomes metadata.
    private static string Fitting(ManifestNode node, string text) => text.Length <= Change.MaxMetadataValue
        ? text
        : throw node.Fault($"has {text.Length} characters, and {Change.MaxMetadataValue} is the most that is recorded; let the template put it into a file");

    private static List<T> Few<T>(ManifestNode node, IEnumerable<T> entries)
    {
        var some = entries.Take(MostEntries + 1).ToList();
        return some.Count <= MostEntries ? some : throw node.Fault($"has more than {MostEntries} entries; let the template write a new manifest (packer build -force, or remove the old file)");
    }
}

/// <summary>What one builder made in one run.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Artifact">What it made.</param>
public sealed record ManifestBuild(string Run, PackerArtifact Artifact);

/// <summary>Which runs of a manifest are meant.</summary>
public abstract record ManifestRun
{
    private ManifestRun()
    {
    }

    /// <summary>The last one.</summary>
    public sealed record Last : ManifestRun;

    /// <summary>All; of builds that have the same name, the last one counts.</summary>
    public sealed record All : ManifestRun;

    /// <summary>The one with this id.</summary>
    public sealed record Named(string Id) : ManifestRun;
}
