using System.Text.RegularExpressions;

namespace Pawl.Packer;

/// <summary>Where copies of an image are, of builders that tell it in their artifact's id: <c>us-east-1:ami-0abc,eu-west-1:ami-0def</c>.</summary>
internal static partial class ImageLocations
{
    /// <summary>Each region and the image there; nothing of an id of another shape, such as <c>sha256:…</c>.</summary>
    public static IEnumerable<(string Region, string Image)> Of(string id)
    {
        var parts = id.Split(',').Select(part => Location.Match(part)).ToList();
        return parts.TrueForAll(part => part.Success) ? parts.Select(part => (part.Groups[1].Value, part.Groups[2].Value)) : [];
    }

    // Regions of AWS and Alibaba Cloud, whose builders write this.
    [GeneratedRegex("^([a-z]{2}(?:-[a-z0-9]+){1,4}):([^:,\\s]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Location { get; }
}
