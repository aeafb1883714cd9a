using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Running;
using Pawl.Secrets;

namespace Pawl.Packer;

/// <summary>What Packer made, measured and ready to be recorded: files become artifacts. What is elsewhere (an image in a cloud) has neither size
/// nor checksum; it becomes metadata <c>packer.BUILD.…</c>, as the template's own data does.</summary>
/// <param name="Files">The files.</param>
/// <param name="Metadata">The rest, without secrets.</param>
public sealed record PackerIntake(ImmutableArray<MeasuredFile> Files, ImmutableArray<KeyValuePair<string, string>> Metadata)
{
    // Builders that make nothing outside of this machine: their ids are only words.
    private static readonly string[] LocalBuilders = ["null", "file"];

    /// <summary>Reads all files.</summary>
    /// <param name="artifacts">What Packer made; of several with one name the last counts.</param>
    /// <param name="directory">The folder that Packer ran in, absolute.</param>
    /// <param name="redactor">Takes secrets out of metadata.</param>
    /// <param name="unfit">Told of a file that isn't there, or isn't what Packer made; it is left out unless this throws.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<PackerIntake> MeasureAsync(
        IEnumerable<PackerArtifact> artifacts,
        string directory,
        Redactor redactor,
        Action<PackerFaultException> unfit,
        CancellationToken cancellationToken)
    {
        var all = ArtifactNames.Distinguish([.. artifacts]).ToList();
        var metadata = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in all.SelectMany(Facts))
            metadata[key] = redactor.RedactValue(key, value);
        // A later run may have written over an earlier one's file: only what counts is read.
        var named = new OrderedDictionary<string, PackerFile>(StringComparer.Ordinal);
        foreach (var (name, file) in all.SelectMany(ArtifactNames.Of))
            named[name] = file;
        var files = ImmutableArray.CreateBuilder<MeasuredFile>();
        foreach (var (name, file) in named)
        {
            try
            {
                files.Add(await MeasureAsync(name, file, directory, redactor, cancellationToken).ConfigureAwait(false));
            }
            catch (PackerFaultException fault)
            {
                unfit(fault);
            }
        }

        return new PackerIntake(files.ToImmutable(), [.. metadata]);
    }

    /// <summary>Records what isn't recorded yet: doing it twice changes nothing more.</summary>
    public Change Record(Change change) =>
        Metadata.Aggregate(Files.Aggregate(change, Record), (c, pair) => c.SetMetadata(pair.Key, pair.Value));

    private static Change Record(Change change, MeasuredFile file)
    {
        var artifact = new Artifact(file.Name, file.Path, file.Size, file.Sha256, change.After.Current);
        return change.After.Artifacts.TryGetValue(file.Name, out var known) && known with { State = artifact.State } == artifact
            ? change
            : change.Record(artifact);
    }

    private static async Task<MeasuredFile> MeasureAsync(
        string name, PackerFile file, string directory, Redactor redactor, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file.Path, directory);
        if (redactor.Redact(path) != path)
            throw new PackerFaultException($"{file.Source}: the path of this file holds a secret, and would be recorded; let the template choose another path");
        var measured = await ArtifactFile.MeasureAsync(path, cancellationToken).ConfigureAwait(false) switch
        {
            ArtifactMeasure.Measured whole => new MeasuredFile(name, path, whole.Size, whole.Sha256),
            ArtifactMeasure.Missing missing => throw new PackerFaultException($"{file.Source}: {missing.Message}; relative paths begin at the folder that Packer ran in, and with strip_path a manifest has only names"),
            ArtifactMeasure.Unfit unfit => throw new PackerFaultException($"{file.Source}: {unfit.Message}"),
            var other => throw new ArgumentOutOfRangeException(nameof(file), other, "no such measure"),
        };
        return file.Size == 0 || file.Size == measured.Size
            ? measured
            : throw new PackerFaultException($"{file.Source}: {path} has {measured.Size} bytes, and had {file.Size} when Packer made it; build it anew, or record it as it is with `pawl artifact add`");
    }

    private static IEnumerable<KeyValuePair<string, string>> Facts(PackerArtifact artifact)
    {
        var start = $"packer.{ArtifactNames.Fit(artifact.Build)}.";
        if (artifact is { Files.IsEmpty: true, Id.Length: > 0 } && !LocalBuilders.Contains(artifact.Builder))
        {
            yield return new(start + "artifact_id", artifact.Id);
            foreach (var (region, image) in ImageLocations.Of(artifact.Id))
                yield return new(start + ArtifactNames.Fit(region, Change.MaxMetadataKey - start.Length), image);
        }

        var custom = $"{start}custom.";
        var keys = ArtifactNames.FitAll(artifact.Custom.Select(pair => pair.Key), Change.MaxMetadataKey - custom.Length);
        foreach (var (key, value) in artifact.Custom)
            yield return new(custom + keys[key], value);
    }
}

/// <summary>A file that Packer made, as it is now.</summary>
/// <param name="Name">What the artifact is called.</param>
/// <param name="Path">Where it is, absolute.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record MeasuredFile(string Name, string Path, long Size, string Sha256);
