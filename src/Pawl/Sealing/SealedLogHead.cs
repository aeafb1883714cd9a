using System.Buffers.Text;
using System.Globalization;
using Pawl.Builds;

namespace Pawl.Sealing;

/// <summary>The first line of a sealed log, which says what its key hangs on.</summary>
/// <param name="Version">The version of the build when the log was begun, whose content's key is the log's.</param>
/// <param name="Salt">What makes each log's key another one.</param>
internal readonly record struct SealedLogHead(BuildVersion Version, byte[] Salt)
{
    private const string Start = "pawl:log:1:";

    public static bool TryParse(string line, out SealedLogHead head)
    {
        head = default;
        var parts = line.StartsWith(Start, StringComparison.Ordinal) ? line[Start.Length..].Split(':') : [];
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version is <= 0 or > uint.MaxValue
            || !Base64Url.IsValid(parts[1]))
            return false;
        head = new SealedLogHead(new BuildVersion(version), Base64Url.DecodeFromChars(parts[1]));
        return true;
    }

    public override string ToString() => $"{Start}{Version}:{Base64Url.EncodeToString(Salt)}";
}
