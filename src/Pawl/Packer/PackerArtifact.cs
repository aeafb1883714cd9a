using System.Collections.Immutable;

namespace Pawl.Packer;

/// <summary>What one of Packer's builders made.</summary>
/// <param name="Build">The builder's name in the template.</param>
/// <param name="Builder">Its kind: <c>amazon-ebs</c>, <c>qemu</c>; empty when it isn't told.</param>
/// <param name="Id">What identifies it where it is: <c>us-east-1:ami-0abc,eu-west-1:ami-0def</c>. Of files just a word.</param>
/// <param name="Files">Its files on this machine.</param>
/// <param name="Custom">The template's own data about it.</param>
public sealed record PackerArtifact(
    string Build, string Builder, string Id, ImmutableArray<PackerFile> Files, ImmutableArray<KeyValuePair<string, string>> Custom);

/// <summary>A file that a builder made.</summary>
/// <param name="Path">As Packer names it; relative to the folder that Packer ran in.</param>
/// <param name="Size">Bytes; 0 when Packer didn't tell.</param>
/// <param name="Source">Where it is named, for error messages.</param>
public sealed record PackerFile(string Path, long Size, string Source);
