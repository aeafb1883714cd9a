using Pawl.Packer;
using Pawl.Running;

namespace Pawl.Fuzz.Targets;

/// <summary>What Packer leaves and prints: plugins of anyone's write it.</summary>
internal static class PackerTargets
{
    private static readonly string[] ManifestWords =
        ["\"builds\":", "\"last_run_uuid\":", "\"packer_run_uuid\":", "\"name\":", "\"builder_type\":", "\"artifact_id\":", "\"files\":", "\"size\":", "\"custom_data\":"];

    public static Target Manifest { get; } = new("packer-manifest", ManifestWords, input => Promise.OrRefused<PackerFaultException>(() =>
    {
        var manifest = PackerManifest.Parse("manifest.json", input);
        _ = ArtifactNames.Distinguish([.. manifest.Of(new ManifestRun.All())]).Count();
        foreach (var artifact in manifest.Of(new ManifestRun.All()).Concat(manifest.Of(new ManifestRun.Last())))
            _ = ArtifactNames.Of(artifact).Count();
    }));

    public static Target Output { get; } = new("packer-output", [",ui,say,", ",ui,error,", ",artifact,", ",error,", "artifact-count", "%!(PACKER_COMMA)", "\\n", "\\r", "1700000000,", "==> a: "], input =>
    {
        var output = new PackerOutput();
        foreach (var line in Promise.Text(input).Split('\n'))
            _ = output.Read(new TaskLine(line, TaskLineEnd.Line)).Count();
        _ = output.Finish().Count();
        _ = output.Artifacts.Length;
    });
}
