using System.Collections.Immutable;

namespace Pawl.Packer;

/// <summary>Puts together what Packer tells of artifacts, a fact a line: <c>artifact,0,id,…</c>, <c>artifact,0,file,0,…</c>,
/// <c>artifact,0,end</c>.</summary>
internal sealed class PackerArtifactLines
{
    private readonly List<PackerArtifact> _whole = [];
    private readonly List<PackerFile> _files = [];
    private string _id = "";
    private string _builder = "";

    /// <summary>Those that were told to their end.</summary>
    public ImmutableArray<PackerArtifact> Whole => [.. _whole];

    /// <summary>Takes the next fact.</summary>
    public void Add(MachineReadableLine line)
    {
        switch (line.At(1))
        {
            case "builder-id":
                _builder = line.From(2);
                break;
            case "id":
                _id = line.From(2);
                break;
            case "file" when _files.Count < PackerManifest.MostEntries:
                _files.Add(new PackerFile(line.From(3), 0, $"a file of {line.Target}, as Packer tells it"));
                break;
            case "end":
                End(line.Target);
                break;
        }
    }

    // A post-processor that leaves an artifact as it is tells it again.
    private void End(string target)
    {
        var artifact = new PackerArtifact(target, "", IsLocal ? "" : _id, [.. _files], []);
        if (_whole.Count < PackerManifest.MostEntries && !_whole.Exists(other => Same(other, artifact)))
            _whole.Add(artifact);
        _files.Clear();
        (_id, _builder) = ("", "");
    }

    // The ids of these builders' artifacts are only words: https://developer.hashicorp.com/packer/docs/builders/null and .../file
    private bool IsLocal => _builder is "fnoeding.null" or "packer.file";

    private static bool Same(PackerArtifact one, PackerArtifact other) =>
        one.Build == other.Build && one.Id == other.Id && one.Files.SequenceEqual(other.Files);
}
