using System.Collections.Immutable;
using System.Globalization;
using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;

namespace Pawl.Cli.Concourse.Puts;

/// <summary>Reads what a task measured of the files that it made: a line <c>SHA256 SIZE NAME PATH</c> each. The files themselves are too large to be
/// brought to every put.</summary>
internal static class ArtifactsInput
{
    private const int Sha256Length = 64;

    /// <exception cref="RequestException">The file isn't right.</exception>
    public static ImmutableArray<Artifact> Read(PutRequest put) => put.Folder.ReadText(put.Params, "artifacts_file") is { Length: > 0 } text
        ? [.. text.Split('\n').Select((line, at) => Parse(line, at + 1, put))]
        : [];

    private static Artifact Parse(string line, int number, PutRequest put) => line.Split(' ', 4) is [var sha, var size, var name, var path]
        && sha.Length == Sha256Length && sha.All(char.IsAsciiHexDigitLower)
        && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
        && Label.TryParse(name, out _)
        && path.Length > 0
            ? new Artifact(name, put.Redactor.Redact(path), bytes, sha, StateCode.First)
            : throw put.Params.Fault("artifacts_file", $"line {number} is not SHA256 SIZE NAME PATH");
}
